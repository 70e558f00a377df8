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

    /// <summary>The object of a property.</summary>
    /// <exception cref="FormatException">There is none; the message quotes nothing but the name.</exception>
    public static JsonElement RequiredObject(this JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Object ? value : throw new FormatException($"'{property}' is missing or no object");

    /// <summary>The text of a property.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string RequiredText(this JsonElement json, string property) => json.Text(property) ?? throw new FormatException($"'{property}' is missing or no text");

    /// <summary>The bytes of a property, in base64; never none.</summary>
    /// <exception cref="FormatException">There are none.</exception>
    public static ReadOnlyMemory<byte> RequiredBytes(this JsonElement json, string property) => Base64(json.Text(property), property);

    /// <summary>The bytes of each text of a list.</summary>
    /// <exception cref="FormatException">One is no base64; <paramref name="property"/> is what the message calls the list.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Bytes(this JsonElement list, string property) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Select(item => Base64(item.ValueKind == JsonValueKind.String ? item.GetString() : null, property))
        : throw new FormatException($"'{property}' is no list");

    /// <summary>Seconds since 1970 as a time (UTC); null for what is none, 0 and what lies beyond the year 10000, where DateTimeOffset ends.</summary>
    public static DateTimeOffset? UnixTime(long seconds) => seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static ReadOnlyMemory<byte> Base64(string? text, string name) =>
        text is { Length: > 0 } && System.Buffers.Text.Base64.IsValid(text) ? Convert.FromBase64String(text) : throw new FormatException($"'{name}' is no base64");

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
