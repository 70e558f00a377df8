namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A workflow of a GitHub repository (warehouse oidc/models/github.py).</summary>
/// <param name="Owner">The repository's owner; compared without case.</param>
/// <param name="Repository">The repository without its owner; compared without case.</param>
/// <param name="Workflow">The workflow's file name.</param>
/// <param name="Environment">The environment, or null for any; compared without case.</param>
public sealed record GitHubPublisher(string Owner, string Repository, string Workflow, string? Environment = null) : Publisher
{
    public override CISystem System => CISystem.GitHub;

    /// <summary>The owner's number, which a renamed owner keeps; null leaves it unchecked.</summary>
    public string? OwnerId { get; init; }
}
