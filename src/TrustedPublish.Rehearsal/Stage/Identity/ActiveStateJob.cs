namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// A build of the ActiveState Platform: its builder presents the token to the index, and no job ever sees it (PyPI's
/// documentation, "Using a Publisher"; the claims are those of warehouse oidc/models/activestate.py).
/// </summary>
internal sealed class ActiveStateJob(JobIdentity job) : ICIJob
{
    public CISystem System => CISystem.ActiveState;

    public TimeSpan TokenLifetime => TimeSpan.FromHours(1);

    public IReadOnlyList<string> Tools => ["state"];

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CI"] = "true",
        ["ACTIVESTATE_API_KEY"] = "rehearsal-api-key-8c1d",
    };

    public IDictionary<string, object> Claims() => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["sub"] = $"org:{job.Owner}:project:{job.Repository}",
        ["organization"] = job.Owner,
        ["organization_id"] = job.OwnerUuid,
        ["project"] = job.Repository,
        ["project_id"] = job.RepositoryUuid,
        ["project_path"] = job.FullName,
        ["project_visibility"] = "public",
        ["actor"] = job.Actor,
        ["actor_id"] = job.ActorId,
        ["builder"] = "pypi-publisher",
        ["ingredient"] = job.Repository,
        ["artifact_id"] = "b1b7f6f0-5e5d-4d0a-9d8a-7c6b5a4f3e2d",
    };
}
