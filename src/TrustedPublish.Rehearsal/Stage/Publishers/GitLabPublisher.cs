namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A pipeline of a GitLab project (warehouse oidc/models/gitlab.py).</summary>
/// <param name="Namespace">The group or user, subgroups included; compared without case.</param>
/// <param name="Project">The project; compared without case.</param>
/// <param name="WorkflowFilePath">The path of the top-level pipeline file.</param>
/// <param name="Environment">The environment, or null for any; its case matters.</param>
public sealed record GitLabPublisher(string Namespace, string Project, string WorkflowFilePath, string? Environment = null) : Publisher
{
    public override CISystem System => CISystem.GitLab;

    /// <summary>The instance's issuer; null is the one that every index knows, gitlab.com's.</summary>
    public string? IssuerUrl { get; init; }
}
