using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// The identity provider: signs ID tokens for its one job as GitHub's token service does, and publishes the key
/// (GitHub's documentation, "OpenID Connect reference").
/// </summary>
internal sealed class IdTokenIssuer : IDisposable
{
    private const string RequestPath = "/idtoken/1f3c";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly JobIdentity _job;
    private readonly TimeProvider _timeProvider;
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _keyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
    private readonly string _requestToken = $"request-{RandomNumberGenerator.GetHexString(48, lowercase: true)}";

    public IdTokenIssuer(JobIdentity job, TimeProvider timeProvider)
    {
        _job = job;
        _timeProvider = timeProvider;
    }

    /// <summary>Its base URL, known once it listens.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1/");

    private string Issuer => Url.AbsoluteUri.TrimEnd('/');

    /// <summary>What the job sees of it. The request URL has a query already, as GitHub's has.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CI"] = "true",
        ["GITHUB_ACTIONS"] = "true",
        ["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"{Issuer}{RequestPath}?api-version=2.0",
        ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = _requestToken,
        ["GITHUB_REPOSITORY"] = _job.FullName,
        ["GITHUB_REPOSITORY_ID"] = _job.RepositoryId,
        ["GITHUB_REPOSITORY_OWNER"] = _job.Owner,
        ["GITHUB_REPOSITORY_OWNER_ID"] = _job.OwnerId,
        ["GITHUB_EVENT_NAME"] = _job.EventName,
        ["GITHUB_REF"] = _job.Ref,
        ["GITHUB_SHA"] = _job.Sha,
        ["GITHUB_WORKFLOW_REF"] = _job.WorkflowRef,
        ["GITHUB_SERVER_URL"] = "https://github.com",
    };

    public void Map(WebApplication app)
    {
        app.MapGet(RequestPath, async context =>
        {
            var given = context.Request.Headers.Authorization.ToString();
            if (!given.Equals($"bearer {_requestToken}", StringComparison.OrdinalIgnoreCase))
            {
                await JsonAnswer.WriteAsync(context, 401, new { message = "The request token is missing or not of this job." });
                return;
            }

            var audience = context.Request.Query["audience"].ToString();
            var jwt = Issue(audience.Length > 0 ? audience : $"https://github.com/{_job.Owner}", null, null);
            await JsonAnswer.WriteAsync(context, 200, new { count = jwt.Length, value = jwt });
        });
        app.MapGet("/.well-known/openid-configuration", context => JsonAnswer.WriteAsync(context, 200, new
        {
            issuer = Issuer,
            jwks_uri = $"{Issuer}/.well-known/jwks",
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        app.MapGet("/.well-known/jwks", context =>
        {
            var parameters = _key.ExportParameters(includePrivateParameters: false);
            return JsonAnswer.WriteAsync(context, 200, new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = _keyId,
                        n = Base64UrlEncoder.Encode(parameters.Modulus),
                        e = Base64UrlEncoder.Encode(parameters.Exponent),
                    },
                },
            });
        });
    }

    public string Issue(string audience, Action<IDictionary<string, object>>? change, TimeSpan? lifetime)
    {
        var now = _timeProvider.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["sub"] = _job.Environment is { } environment ? $"repo:{_job.FullName}:environment:{environment}" : $"repo:{_job.FullName}:ref:{_job.Ref}",
            ["aud"] = audience,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)(lifetime ?? Lifetime).TotalSeconds,
            ["ref"] = _job.Ref,
            ["sha"] = _job.Sha,
            ["repository"] = _job.FullName,
            ["repository_id"] = _job.RepositoryId,
            ["repository_owner"] = _job.Owner,
            ["repository_owner_id"] = _job.OwnerId,
            ["event_name"] = _job.EventName,
            ["workflow_ref"] = _job.WorkflowRef,
            ["job_workflow_ref"] = _job.WorkflowRef,
            ["run_id"] = now.ToString(CultureInfo.InvariantCulture),
            ["actor"] = "octocat",
            ["runner_environment"] = "github-hosted",
        };
        if (_job.Environment is not null) claims["environment"] = _job.Environment;
        change?.Invoke(claims);

        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(
            JsonSerializer.Serialize(claims),
            new SigningCredentials(new RsaSecurityKey(_key) { KeyId = _keyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha256));
    }

    public void Dispose() => _key.Dispose();
}
