namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// A job of CircleCI: it asks the program on PATH for a token of its audience (CircleCI's documentation, "OIDC tokens with
/// custom claims"); those in its variables are for the organisation, and no index takes them.
/// </summary>
internal sealed class CircleCIJob(JobIdentity job, IdTokenIssuer issuer) : ICIJob
{
    private const string UserId = "b8a4b5c0-2f0d-4d5e-9c76-0a3b1c2d4e5f";
    private const string WorkflowId = "7d1c4a52-90a5-4f5e-8b8c-3a6d2f1e0c9b";
    private const string JobId = "1f0e9d8c-7b6a-4594-8372-615049382716";

    public CISystem System => CISystem.CircleCI;

    public TimeSpan TokenLifetime => TimeSpan.FromHours(1);

    public IReadOnlyList<string> Tools => ["circleci"];

    /// <summary>The issuer of the organisation, which a token has that is not asked for by the root's.</summary>
    public string OrganizationIssuer => $"{issuer.IssuerOf(System)}/org/{job.OwnerUuid}";

    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var fixedToken = issuer.Issue(this, job.OwnerUuid, claims => claims["iss"] = OrganizationIssuer);
            return new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CI"] = "true",
                ["CIRCLECI"] = "true",
                ["CIRCLE_ORGANIZATION_ID"] = job.OwnerUuid,
                ["CIRCLE_PROJECT_ID"] = job.RepositoryUuid,
                ["CIRCLE_PROJECT_USERNAME"] = job.Owner,
                ["CIRCLE_PROJECT_REPONAME"] = job.Repository,
                [job.IsTag ? "CIRCLE_TAG" : "CIRCLE_BRANCH"] = job.RefName,
                ["CIRCLE_SHA1"] = job.Sha,
                ["CIRCLE_JOB"] = job.Step,
                ["CIRCLE_WORKFLOW_ID"] = WorkflowId,
                ["CIRCLE_OIDC_TOKEN"] = fixedToken,
                ["CIRCLE_OIDC_TOKEN_V2"] = fixedToken,
            };
        }
    }

    public IDictionary<string, object> Claims() => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["sub"] = $"org/{job.OwnerUuid}/project/{job.RepositoryUuid}/user/{UserId}/vcs-origin/github.com/{job.FullName}/vcs-ref/{job.Ref}",
        ["jti"] = Guid.NewGuid().ToString(),
        ["oidc.circleci.com/org-id"] = job.OwnerUuid,
        ["oidc.circleci.com/project-id"] = job.RepositoryUuid,
        ["oidc.circleci.com/pipeline-definition-id"] = job.PipelineDefinitionId,
        ["oidc.circleci.com/workflow-id"] = WorkflowId,
        ["oidc.circleci.com/job-id"] = JobId,
        ["oidc.circleci.com/context-ids"] = Array.Empty<string>(),
        ["oidc.circleci.com/vcs-origin"] = $"github.com/{job.FullName}",
        ["oidc.circleci.com/vcs-ref"] = job.Ref,
        ["oidc.circleci.com/vcs-sha"] = job.Sha,
        ["oidc.circleci.com/ssh-rerun"] = false,
    };
}
