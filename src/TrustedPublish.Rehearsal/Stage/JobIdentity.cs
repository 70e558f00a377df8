namespace TrustedPublish.Rehearsal.Stage;

/// <summary>The CI job that the identity provider vouches for, in the words of GitHub's claims.</summary>
public sealed record JobIdentity
{
    public string Owner { get; init; } = "octo-org";

    public string OwnerId { get; init; } = "65";

    /// <summary>The repository without its owner.</summary>
    public string Repository { get; init; } = "sampleproject";

    public string RepositoryId { get; init; } = "74";

    /// <summary>The workflow's file name in <c>.github/workflows/</c>.</summary>
    public string Workflow { get; init; } = "release.yml";

    /// <summary>The deployment environment, or null for a job without one.</summary>
    public string? Environment { get; init; } = "pypi";

    public string Ref { get; init; } = "refs/tags/v1.0";

    public string Sha { get; init; } = "9a8b7c6d5e4f30211203f4e5d6c7b8a990817263";

    public string EventName { get; init; } = "release";

    public string FullName => $"{Owner}/{Repository}";

    public string WorkflowRef => $"{FullName}/.github/workflows/{Workflow}@{Ref}";
}
