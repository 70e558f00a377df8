using System.Security.Cryptography;

namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>A job of GitHub Actions: it asks a token service (GitHub's documentation, "OpenID Connect reference").</summary>
internal sealed class GitHubJob(JobIdentity job, IdTokenIssuer issuer) : ICIJob
{
    private const string RequestPath = "/idtoken/1f3c";

    private readonly string _requestToken = $"request-{RandomNumberGenerator.GetHexString(48, lowercase: true)}";

    public CISystem System => CISystem.GitHub;

    public TimeSpan TokenLifetime => TimeSpan.FromMinutes(5);

    /// <summary>The request URL has a query already, as GitHub's has.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CI"] = "true",
        ["GITHUB_ACTIONS"] = "true",
        ["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"{issuer.Root}{RequestPath}?api-version=2.0",
        ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = _requestToken,
        ["GITHUB_REPOSITORY"] = job.FullName,
        ["GITHUB_REPOSITORY_ID"] = job.RepositoryId,
        ["GITHUB_REPOSITORY_OWNER"] = job.Owner,
        ["GITHUB_REPOSITORY_OWNER_ID"] = job.OwnerId,
        ["GITHUB_EVENT_NAME"] = job.EventName,
        ["GITHUB_REF"] = job.Ref,
        ["GITHUB_SHA"] = job.Sha,
        ["GITHUB_WORKFLOW_REF"] = job.WorkflowRef,
        ["GITHUB_SERVER_URL"] = "https://github.com",
    };

    public IDictionary<string, object> Claims()
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = job.Environment is null ? $"repo:{job.FullName}:ref:{job.Ref}" : $"repo:{job.FullName}:environment:{job.Environment}",
            ["jti"] = Guid.NewGuid().ToString(),
            ["ref"] = job.Ref,
            ["sha"] = job.Sha,
            ["repository"] = job.FullName,
            ["repository_id"] = job.RepositoryId,
            ["repository_owner"] = job.Owner,
            ["repository_owner_id"] = job.OwnerId,
            ["repository_visibility"] = "public",
            ["event_name"] = job.EventName,
            ["workflow_ref"] = job.WorkflowRef,
            ["workflow_sha"] = job.Sha,
            ["job_workflow_ref"] = job.WorkflowRef,
            ["job_workflow_sha"] = job.Sha,
            ["workflow"] = "Release",
            ["run_id"] = "16253049102",
            ["run_attempt"] = "1",
            ["actor"] = job.Actor,
            ["runner_environment"] = "github-hosted",
        };
        if (job.Environment is not null) claims["environment"] = job.Environment;
        return claims;
    }

    public void Map(WebApplication app) => app.MapGet(RequestPath, async context =>
    {
        var given = context.Request.Headers.Authorization.ToString();
        if (!given.Equals($"bearer {_requestToken}", StringComparison.OrdinalIgnoreCase))
        {
            await JsonAnswer.WriteAsync(context, 401, new { message = "The request token is missing or not of this job." });
            return;
        }

        var audience = context.Request.Query["audience"].ToString();
        var jwt = issuer.Issue(this, audience.Length > 0 ? audience : $"https://github.com/{job.Owner}");
        await JsonAnswer.WriteAsync(context, 200, new { count = jwt.Length, value = jwt });
    });
}
