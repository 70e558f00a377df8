using System.Text.Json;

namespace TrustedPublish.Core;

/// <summary>JSON that came from elsewhere.</summary>
internal static class JsonText
{
    /// <summary>
    /// The bytes as a JSON object whose every text can be read, or null. The parser accepts bytes and escapes that are no
    /// text (Latin-1, half a surrogate pair) and throws when they are asked for; here they are found at once.
    /// </summary>
    public static JsonElement? ParseObject(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            ReadAll(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text of a property, or null where it is not there or no text.</summary>
    public static string? Text(this JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void ReadAll(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadAll(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) ReadAll(item);
                break;
            case JsonValueKind.String:
                element.GetString();
                break;
        }
    }
}
