namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>A job of Buildkite: it asks the agent's program on PATH (Buildkite's documentation, "OIDC with Buildkite").</summary>
internal sealed class BuildkiteJob(JobIdentity job) : ICIJob
{
    private const int BuildNumber = 175;
    private const string JobId = "018485f6-1f53-4f18-9b53-72428db4d239";
    private const string AgentId = "018485f6-eec2-4b61-a7be-0e35ef563df0";

    public CISystem System => CISystem.Buildkite;

    public TimeSpan TokenLifetime => TimeSpan.FromMinutes(5);

    public IReadOnlyList<string> Tools => ["buildkite-agent"];

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CI"] = "true",
        ["BUILDKITE"] = "true",
        ["BUILDKITE_ORGANIZATION_SLUG"] = job.Owner,
        ["BUILDKITE_PIPELINE_SLUG"] = job.Repository,
        ["BUILDKITE_BUILD_NUMBER"] = $"{BuildNumber}",
        ["BUILDKITE_BRANCH"] = job.RefName,
        ["BUILDKITE_TAG"] = job.IsTag ? job.RefName : "",
        ["BUILDKITE_COMMIT"] = job.Sha,
        ["BUILDKITE_STEP_KEY"] = job.Step,
        ["BUILDKITE_JOB_ID"] = JobId,
        ["BUILDKITE_AGENT_ID"] = AgentId,
    };

    public IDictionary<string, object> Claims()
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = $"organization:{job.Owner}:pipeline:{job.Repository}:ref:{job.Ref}:commit:{job.Sha}:step:{job.Step}",
            ["jti"] = Guid.NewGuid().ToString(),
            ["organization_slug"] = job.Owner,
            ["organization_id"] = job.OwnerUuid,
            ["pipeline_slug"] = job.Repository,
            ["pipeline_id"] = job.RepositoryUuid,
            ["build_number"] = BuildNumber,
            ["build_branch"] = job.RefName,
            ["build_commit"] = job.Sha,
            ["step_key"] = job.Step,
            ["job_id"] = JobId,
            ["agent_id"] = AgentId,
            ["runner_environment"] = "self-hosted",
        };
        if (job.IsTag) claims["build_tag"] = job.RefName;
        return claims;
    }
}
