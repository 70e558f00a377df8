namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// A machine of Google Cloud: the token comes from its metadata server, or, to act as another service account, from the IAM
/// credentials service (Google Cloud's documentation, "Verify VM identity" and "generateIdToken").
/// </summary>
internal sealed class GoogleJob(JobIdentity job, IdTokenIssuer issuer, StageOptions options) : ICIJob
{
    // Of the account that is impersonated: a number of its own.
    private const string OtherAccountId = "117293847561029384756";

    private readonly MetadataServer _metadata = new(options);

    public CISystem System => CISystem.Google;

    public TimeSpan TokenLifetime => TimeSpan.FromHours(1);

    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["GCE_METADATA_HOST"] = issuer.Url.Authority };
            if (options.Impersonate is not null)
            {
                variables["GOOGLE_SERVICE_ACCOUNT_NAME"] = options.Impersonate;
                variables["TRUSTEDPUBLISH_IAM_ENDPOINT"] = issuer.Root;
            }

            return variables;
        }
    }

    /// <summary>Those of the account that the job ends up as.</summary>
    public IDictionary<string, object> Claims() =>
        options.Impersonate is { } other ? ClaimsOf(other, OtherAccountId) : ClaimsOf(job.ServiceAccount, job.ServiceAccountId);

    public void Map(WebApplication app)
    {
        _metadata.Map(app, IssueOwn);
        if (options.Impersonate is { } other) new IamCredentials(other, _metadata.Takes).Map(app, IssueOther);
    }

    /// <summary>Only the full form names the account (format=full).</summary>
    private string IssueOwn(string audience, bool full) => issuer.Issue(this, audience, claims =>
    {
        foreach (var (name, value) in ClaimsOf(job.ServiceAccount, job.ServiceAccountId)) claims[name] = value;
        if (full)
        {
            claims["google"] = new Dictionary<string, object>
            {
                ["compute_engine"] = new Dictionary<string, object>
                {
                    ["project_id"] = job.Owner,
                    ["project_number"] = 739419398126,
                    ["zone"] = "us-central1-a",
                    ["instance_id"] = "152986662232938449",
                    ["instance_name"] = "runner",
                    ["instance_creation_timestamp"] = 1745455623,
                },
            };
            return;
        }

        claims.Remove("email");
        claims.Remove("email_verified");
    });

    private string IssueOther(string audience, bool includeEmail) => issuer.Issue(this, audience, claims =>
    {
        if (includeEmail) return;
        claims.Remove("email");
        claims.Remove("email_verified");
    });

    private static Dictionary<string, object> ClaimsOf(string email, string subject) => new(StringComparer.Ordinal)
    {
        ["sub"] = subject,
        ["azp"] = subject,
        ["email"] = email,
        ["email_verified"] = true,
    };
}
