using System.Collections.Concurrent;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The index's trusted publishing: its audience and the token exchange (warehouse oidc/views.py).</summary>
internal sealed class MintEndpoint(StageOptions options, List<Publisher> publishers, ApiTokens tokens, IdTokenVerifier verifier)
{
    private readonly ConcurrentDictionary<string, bool> _usedIds = new(StringComparer.Ordinal);

    public void Map(WebApplication app)
    {
        app.MapGet("/_/oidc/audience", context => options.TrustedPublishingEnabled
            ? JsonAnswer.WriteAsync(context, 200, new { audience = options.Audience })
            : JsonAnswer.WriteAsync(context, 403, new { message = "Trusted publishing functionality not enabled" }));
        app.MapPost("/_/oidc/mint-token", MintAsync);
        app.MapPost("/_/oidc/github/mint-token", MintAsync);
    }

    private async Task MintAsync(HttpContext context)
    {
        if (await TokenPayload.ReadAsync(context) is not { } text)
        {
            await RefuseAsync(context, "invalid-payload", "Input should be a valid object with a string 'token'");
            return;
        }

        if (IdTokenVerifier.Read(text) is not { } token)
        {
            await RefuseAsync(context, "invalid-payload", "malformed JWT");
            return;
        }

        if (token.Issuer != verifier.Issuer)
        {
            await RefuseAsync(context, "invalid-payload", "unknown trusted publishing issuer");
            return;
        }

        if (!options.TrustedPublishingEnabled)
        {
            await RefuseAsync(context, "not-enabled", "GitHub trusted publishing functionality not enabled");
            return;
        }

        if (!await verifier.VerifyAsync(token, context.RequestAborted))
        {
            await RefuseAsync(context, "invalid-token", "malformed or invalid token");
            return;
        }

        if (GitHubPublisherMatch.Find(token, [.. publishers], out var reason) is not { } publisher)
        {
            await RefuseAsync(context, "invalid-publisher", $"valid token, but no corresponding publisher ({reason})");
            return;
        }

        // Only now is the token used up: one that matched no publisher may come again.
        if (!_usedIds.TryAdd(token.Id, true))
        {
            await RefuseAsync(context, "invalid-reuse-token", "invalid token: already used");
            return;
        }

        Settle(publisher);
        var grant = tokens.Mint(publisher.Projects, options.TokenLifetime);
        await JsonAnswer.WriteAsync(context, 200, new { success = true, token = grant.Token, expires = grant.ExpiresAt.ToUnixTimeSeconds() });
    }

    /// <summary>The first token of a pending publisher makes its project; from then on it is an ordinary one.</summary>
    private void Settle(Publisher publisher)
    {
        if (!publisher.Pending) return;
        var position = publishers.IndexOf(publisher);
        if (position >= 0) publishers[position] = publisher with { Pending = false };
    }

    private static Task RefuseAsync(HttpContext context, string code, string description) =>
        JsonAnswer.WriteAsync(context, 422, new { message = "Token request failed", errors = new[] { new { code, description } } });
}
