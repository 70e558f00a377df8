namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// A job of Semaphore: one token is in a variable from the start, for the organisation's URL (Semaphore's documentation,
/// "OpenID Connect").
/// </summary>
internal sealed class SemaphoreJob(JobIdentity job, IdTokenIssuer issuer, StageOptions options) : ICIJob
{
    private const string WorkflowId = "65c398bb-57ab-4459-90b5-1abbe9d66d1f";
    private const string PipelineId = "1cc4eb1b-6ef2-4d0e-8a29-3f4e2f5d6c7b";
    private const string JobId = "2c1d0e9f-8a7b-4c6d-9e5f-4a3b2c1d0e9f";

    public CISystem System => CISystem.Semaphore;

    public TimeSpan TokenLifetime => TimeSpan.FromHours(1);

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CI"] = "true",
        ["SEMAPHORE"] = "true",
        ["SEMAPHORE_ORGANIZATION_URL"] = issuer.IssuerOf(System),
        ["SEMAPHORE_PROJECT_ID"] = job.RepositoryUuid,
        ["SEMAPHORE_PROJECT_NAME"] = job.Repository,
        ["SEMAPHORE_GIT_REPO_SLUG"] = job.FullName,
        ["SEMAPHORE_GIT_REF"] = job.Ref,
        ["SEMAPHORE_GIT_REF_TYPE"] = job.IsTag ? "tag" : "branch",
        ["SEMAPHORE_GIT_SHA"] = job.Sha,
        ["SEMAPHORE_WORKFLOW_ID"] = WorkflowId,
        ["SEMAPHORE_PIPELINE_ID"] = PipelineId,
        ["SEMAPHORE_JOB_ID"] = JobId,
        ["SEMAPHORE_OIDC_TOKEN"] = issuer.Issue(this, options.TokenAudience ?? issuer.IssuerOf(System)),
    };

    public IDictionary<string, object> Claims() => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["sub"] = $"org:{job.Owner}:project:{job.RepositoryUuid}:repo:{job.Repository}:ref_type:{(job.IsTag ? "tag" : "branch")}:ref:{job.Ref}",
        ["jti"] = Guid.NewGuid().ToString(),
        ["org"] = job.Owner,
        ["org_id"] = job.OwnerUuid,
        ["prj"] = job.Repository,
        ["prj_id"] = job.RepositoryUuid,
        ["repo"] = job.Repository,
        ["repo_slug"] = job.FullName,
        ["branch"] = job.IsTag ? "" : job.RefName,
        ["tag"] = job.IsTag ? job.RefName : "",
        ["ref"] = job.Ref,
        ["ref_type"] = job.IsTag ? "tag" : "branch",
        ["wf_id"] = WorkflowId,
        ["ppl_id"] = PipelineId,
        ["job_id"] = JobId,
        ["job_type"] = "pipeline_job",
    };
}
