using System.Globalization;
using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage.Sigstore;

namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// A job of GitLab CI/CD: one token for each audience is in a variable from the start, and there is no second (GitLab's documentation,
/// "OpenID Connect (OIDC) Authentication Using ID Tokens").
/// </summary>
internal sealed partial class GitLabJob(JobIdentity job, IdTokenIssuer issuer, StageOptions options) : ICIJob
{
    private const string JobId = "8222997048";
    private const string PipelineId = "1519139981";

    public CISystem System => CISystem.GitLab;

    public TimeSpan TokenLifetime => TimeSpan.FromHours(1);

    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var url = issuer.IssuerOf(System);
            var variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CI"] = "true",
                ["GITLAB_CI"] = "true",
                ["CI_SERVER_URL"] = url,
                ["CI_SERVER_HOST"] = new Uri(url).Host,
                ["CI_PROJECT_ID"] = job.RepositoryId,
                ["CI_PROJECT_PATH"] = job.FullName,
                ["CI_PROJECT_NAMESPACE"] = job.Owner,
                ["CI_PROJECT_NAME"] = job.Repository,
                ["CI_PROJECT_URL"] = $"{url}/{job.FullName}",
                ["CI_CONFIG_PATH"] = job.PipelineFile,
                ["CI_COMMIT_SHA"] = job.Sha,
                ["CI_COMMIT_REF_NAME"] = job.RefName,
                [job.IsTag ? "CI_COMMIT_TAG" : "CI_COMMIT_BRANCH"] = job.RefName,
                ["CI_PIPELINE_ID"] = PipelineId,
                ["CI_PIPELINE_SOURCE"] = "push",
                ["CI_JOB_ID"] = JobId,
                [options.TokenVariable ?? VariableOf(options.Audience)] = issuer.Issue(this, options.TokenAudience ?? options.Audience),
            };
            if (options.Sigstore) variables["SIGSTORE_ID_TOKEN"] = issuer.Issue(this, SigstoreServices.Audience);
            if (job.Environment is not null) variables["CI_ENVIRONMENT_NAME"] = job.Environment;
            return variables;
        }
    }

    public IDictionary<string, object> Claims()
    {
        var host = issuer.IssuerOf(System).Split("://")[1];
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = $"project_path:{job.FullName}:ref_type:{(job.IsTag ? "tag" : "branch")}:ref:{job.RefName}",
            ["jti"] = Guid.NewGuid().ToString(),
            ["namespace_id"] = job.OwnerId,
            ["namespace_path"] = job.Owner,
            ["project_id"] = job.RepositoryId,
            ["project_path"] = job.FullName,
            ["project_visibility"] = "public",
            ["user_id"] = "583",
            ["user_login"] = job.Actor,
            ["user_email"] = $"{job.Actor}@example.org",
            ["user_access_level"] = "maintainer",
            ["pipeline_id"] = PipelineId,
            ["pipeline_source"] = "push",
            ["job_id"] = JobId,
            ["ref"] = job.RefName,
            ["ref_type"] = job.IsTag ? "tag" : "branch",
            ["ref_path"] = job.Ref,
            ["ref_protected"] = "true",
            ["runner_id"] = 12270835,
            ["runner_environment"] = "gitlab-hosted",
            ["sha"] = job.Sha,
            ["ci_config_ref_uri"] = string.Create(CultureInfo.InvariantCulture, $"{host}/{job.FullName}//{job.PipelineFile}@{job.Ref}"),
            ["ci_config_sha"] = job.Sha,
        };
        if (job.Environment is not null)
        {
            claims["environment"] = job.Environment;
            claims["environment_protected"] = "false";
            claims["deployment_tier"] = "production";
            claims["environment_action"] = "start";
        }

        return claims;
    }

    /// <summary>The name that clients look for: the audience in upper case, and <c>_</c> for what a variable's name can't hold.</summary>
    private static string VariableOf(string audience) => $"{Foreign().Replace(audience.ToUpperInvariant(), "_")}_ID_TOKEN";

    [GeneratedRegex(@"\A[0-9]|[^A-Z0-9_]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();
}
