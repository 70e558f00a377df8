namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>
/// Ends a token before its time. The answer is the same for any token and any body, so that nobody learns which ones are
/// good (warehouse PR #20197).
/// </summary>
internal sealed class BurnEndpoint(ApiTokens tokens)
{
    public void Map(WebApplication app) => app.MapPost("/_/oidc/burn-token", async context =>
    {
        if (await TokenPayload.ReadAsync(context) is { } token) tokens.Burn(token);
        await JsonAnswer.WriteAsync(context, 202, new { message = "Accepted", errors = Array.Empty<string>() });
    });
}
