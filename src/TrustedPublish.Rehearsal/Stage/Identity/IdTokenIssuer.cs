using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// Signs the ID tokens of every CI system and publishes the key. GitHub's issuer is the base URL, each other one has a path
/// below it; below <c>/self-managed/</c> stands a second installation of each, as a company runs one.
/// </summary>
internal sealed class IdTokenIssuer(TimeProvider timeProvider) : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _keyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();

    /// <summary>Its base URL, known once it listens.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1/");

    /// <summary>The base URL without the slash at its end.</summary>
    public string Root => Url.AbsoluteUri.TrimEnd('/');

    /// <summary>The issuer that every index knows.</summary>
    public string IssuerOf(CISystem system) => system == CISystem.GitHub ? Root : $"{Root}/{CISystemNames.Of(system)}";

    /// <summary>The issuer of an installation of its own, which an index knows by arrangement.</summary>
    public string SelfManagedIssuerOf(CISystem system) => $"{Root}/self-managed/{CISystemNames.Of(system)}";

    public void Map(WebApplication app)
    {
        foreach (var path in new[] { "", "/{issuer}", "/self-managed/{issuer}" })
        {
            app.MapGet($"{path}/.well-known/openid-configuration", context =>
            {
                var issuer = Root + context.Request.Path.Value!.Replace("/.well-known/openid-configuration", "", StringComparison.Ordinal);
                return JsonAnswer.WriteAsync(context, 200, new { issuer, jwks_uri = $"{issuer}/.well-known/jwks", id_token_signing_alg_values_supported = new[] { "RS256" } });
            });
            app.MapGet($"{path}/.well-known/jwks", context =>
            {
                var parameters = _key.ExportParameters(includePrivateParameters: false);
                var key = new { kty = "RSA", use = "sig", alg = "RS256", kid = _keyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
                return JsonAnswer.WriteAsync(context, 200, new { keys = new[] { key } });
            });
        }
    }

    /// <summary>A token of that job; <paramref name="change"/> may alter its claims before it is signed.</summary>
    public string Issue(ICIJob job, string audience, Action<IDictionary<string, object>>? change = null, TimeSpan? lifetime = null)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = IssuerOf(job.System),
            ["aud"] = audience,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)(lifetime ?? job.TokenLifetime).TotalSeconds,
        };
        foreach (var (name, value) in job.Claims()) claims[name] = value;
        change?.Invoke(claims);

        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(
            JsonSerializer.Serialize(claims),
            new SigningCredentials(new RsaSecurityKey(_key) { KeyId = _keyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha256));
    }

    public void Dispose() => _key.Dispose();
}
