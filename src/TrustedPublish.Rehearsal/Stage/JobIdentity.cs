namespace TrustedPublish.Rehearsal.Stage;

/// <summary>The CI job that the identity provider vouches for. Each system tells of it in its own claims; the names are GitHub's where it has one.</summary>
public sealed record JobIdentity
{
    /// <summary>The owner, namespace or organisation.</summary>
    public string Owner { get; init; } = "octo-org";

    public string OwnerId { get; init; } = "65";

    /// <summary>The owner where a system numbers owners by UUID.</summary>
    public string OwnerUuid { get; init; } = "5b1f9d0c-6b1e-4c59-9a4e-0f1d7c3a2e65";

    /// <summary>The repository, project or pipeline without its owner.</summary>
    public string Repository { get; init; } = "sampleproject";

    public string RepositoryId { get; init; } = "74";

    /// <summary>The project where a system numbers projects by UUID.</summary>
    public string RepositoryUuid { get; init; } = "936a5312-a3b8-4921-8b3f-2cec8baac574";

    /// <summary>GitHub: the workflow's file name in <c>.github/workflows/</c>.</summary>
    public string Workflow { get; init; } = "release.yml";

    /// <summary>GitLab: the path of the pipeline's file in the repository.</summary>
    public string PipelineFile { get; init; } = ".gitlab-ci.yml";

    /// <summary>CircleCI: the UUID of the pipeline's definition.</summary>
    public string PipelineDefinitionId { get; init; } = "c2b7a0de-3c0f-4f0b-8a39-8d1f5f0e9a11";

    /// <summary>Buildkite: the key of the step.</summary>
    public string Step { get; init; } = "publish";

    /// <summary>Google: the service account's e-mail address.</summary>
    public string ServiceAccount { get; init; } = "publisher@octo-org.iam.gserviceaccount.com";

    /// <summary>Google: the service account's number, of 21 digits.</summary>
    public string ServiceAccountId { get; init; } = "104021846721830952761";

    /// <summary>Who started the job.</summary>
    public string Actor { get; init; } = "octocat";

    public string ActorId { get; init; } = "00000000-0000-1000-8000-000000000583";

    /// <summary>The deployment environment, or null for a job without one.</summary>
    public string? Environment { get; init; } = "pypi";

    public string Ref { get; init; } = "refs/tags/v1.0";

    public string Sha { get; init; } = "9a8b7c6d5e4f30211203f4e5d6c7b8a990817263";

    public string EventName { get; init; } = "release";

    public string FullName => $"{Owner}/{Repository}";

    public string WorkflowRef => $"{FullName}/.github/workflows/{Workflow}@{Ref}";

    public bool IsTag => Ref.StartsWith("refs/tags/", StringComparison.Ordinal);

    /// <summary>The tag or branch without <c>refs/…/</c>.</summary>
    public string RefName => Ref.Split('/', 3)[^1];
}
