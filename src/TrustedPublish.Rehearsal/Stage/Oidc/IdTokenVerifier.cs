using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>
/// Verifies an ID token as the index does: RS256 with a key of the issuer's JWKS, one audience, times with 30 s leeway
/// (warehouse oidc/services.py).
/// </summary>
internal sealed class IdTokenVerifier(string issuer, string audience, TimeProvider timeProvider)
{
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);
    // What is on this machine is not to be asked of a proxy.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    private IReadOnlyCollection<SecurityKey>? _keys;

    /// <summary>The token with its claims unverified, or null where it is no JWT at all.</summary>
    public static JsonWebToken? Read(string token)
    {
        try
        {
            return new JsonWebToken(token);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenMalformedException)
        {
            return null;
        }
    }

    /// <summary>Whether signature, audience and times hold.</summary>
    public async Task<bool> VerifyAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token.Kid) || !token.TryGetPayloadValue<long>("iat", out var issued) || !token.TryGetPayloadValue<long>("exp", out _)) return false;
        // strict_aud: a list is refused even where it holds the right audience.
        if (!token.TryGetPayloadValue<object>("aud", out var given) || given is not string single || single != audience) return false;
        if (DateTimeOffset.FromUnixTimeSeconds(issued) > timeProvider.GetUtcNow() + Leeway) return false;

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = await GetKeysAsync(cancellationToken),
            TryAllIssuerSigningKeys = false,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = timeProvider.GetUtcNow().UtcDateTime;
                return (notBefore is null || notBefore <= now + Leeway) && expires > now - Leeway;
            },
        });
        return result.IsValid;
    }

    private async Task<IReadOnlyCollection<SecurityKey>> GetKeysAsync(CancellationToken cancellationToken)
    {
        if (_keys is null)
        {
            var text = await Client.GetStringAsync(new Uri($"{issuer}/.well-known/jwks"), cancellationToken);
            _keys = [.. new JsonWebKeySet(text).GetSigningKeys()];
        }

        return _keys;
    }
}
