using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A request's body where it must be a JSON object.</summary>
internal static class JsonBody
{
    private const int LongestBody = 8 * 1024 * 1024;

    /// <summary>The object, or null where the body is anything else.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (bytes.Length + read > LongestBody) return null;
            await bytes.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
        }

        return Parse(bytes.ToArray());
    }

    /// <summary>The object that the text is, or null.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
