using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The body <c>{"token":"…"}</c>, which minting and burning share.</summary>
internal static class TokenPayload
{
    private const int LongestBody = 256 * 1024;

    /// <summary>The token, or null where the body is anything else.</summary>
    public static async Task<string?> ReadAsync(HttpContext context)
    {
        var body = new byte[LongestBody];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(0, length));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String
                ? token.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
