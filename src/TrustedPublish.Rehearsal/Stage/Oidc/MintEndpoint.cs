using System.Collections.Concurrent;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The index's trusted publishing: its audience and the token exchange (warehouse oidc/views.py).</summary>
internal sealed class MintEndpoint(StageOptions options, RegisteredPublishers publishers, ApiTokens tokens, TrustedIssuers issuers)
{
    // An identifier counts among those of its issuer's kind.
    private readonly ConcurrentDictionary<(CISystem System, string Id), bool> _usedIds = new();

    public void Map(WebApplication app)
    {
        app.MapGet("/_/oidc/audience", context => options.TrustedPublishingEnabled
            ? JsonAnswer.WriteAsync(context, 200, new { audience = options.Audience })
            : JsonAnswer.WriteAsync(context, 403, new { message = "Trusted publishing functionality not enabled" }));
        app.MapPost("/_/oidc/mint-token", AnswerAsync);
        app.MapPost("/_/oidc/github/mint-token", AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var grant = await MintAsync(context);
            await JsonAnswer.WriteAsync(context, 200, new { success = true, token = grant.Token, expires = grant.ExpiresAt.ToUnixTimeSeconds() });
        }
        catch (MintRefusedException refusal)
        {
            await JsonAnswer.WriteAsync(context, 422, new { message = "Token request failed", errors = new[] { new { code = refusal.Code, description = refusal.Message } } });
        }
    }

    private async Task<ApiTokenGrant> MintAsync(HttpContext context)
    {
        var text = await TokenPayload.ReadAsync(context) ?? throw MintRefusedException.Payload("Input should be a valid object with a string 'token'");
        if (IdTokenVerifier.Read(text) is not { Issuer.Length: > 0 } token) throw MintRefusedException.Payload("malformed JWT");
        var issuer = issuers.Find(token.Issuer) ?? throw MintRefusedException.Payload("unknown trusted publishing issuer");
        if (!options.TrustedPublishingEnabled || options.DisabledSystems.Contains(issuer.System))
            throw new MintRefusedException("not-enabled", $"{CISystemNames.Of(issuer.System)} trusted publishing functionality not enabled");
        if (!await issuer.Verifier.VerifyAsync(token, context.RequestAborted)) throw new MintRefusedException("invalid-token", "malformed or invalid token");

        var claims = new SignedClaims(token, issuer.KnownIssuer, id => _usedIds.ContainsKey((issuer.System, id)));
        var (publisher, projects) = publishers.Settle(issuer.Match, claims);
        // Only now is the token used up: one that matched no publisher may come again.
        if (claims.Text("jti") is { } id && !_usedIds.TryAdd((issuer.System, id), true)) throw MintRefusedException.Reused();
        return tokens.Mint(projects, options.TokenLifetime, publisher);
    }
}
