using System.Globalization;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>What TUF's metadata must have, read or refused with a <see cref="FormatException"/> whose message follows "refused:".</summary>
internal static class MetadataJson
{
    // With and without fractions of a second: the first root of Sigstore has both, and an offset.
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static JsonElement.ArrayEnumerator RequiredList(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException($"'{name}' is missing or no list");

    public static long RequiredNumber(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw new FormatException($"'{name}' is missing or no number");

    /// <summary>A number from 1 on: versions and thresholds.</summary>
    public static long RequiredCount(this JsonElement json, string name) =>
        json.RequiredNumber(name) is >= 1 and var count ? count : throw new FormatException($"'{name}' is less than 1");

    public static bool RequiredFlag(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new FormatException($"'{name}' is missing or neither true nor false");

    public static DateTimeOffset RequiredTime(this JsonElement json, string name)
    {
        var text = json.RequiredText(name);
        // Sigstore's second root gives billionths of a second, of which .NET keeps seven digits.
        if (text.IndexOf('.', StringComparison.Ordinal) is > 0 and var point)
        {
            var digits = text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9');
            if (digits > 7) text = text.Remove(point + 8, digits - 7);
        }

        return DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new FormatException($"'{name}' is no time");
    }

    /// <summary>A list of texts, none of them twice.</summary>
    public static IReadOnlyList<string> RequiredTexts(this JsonElement json, string name)
    {
        var texts = new List<string>();
        foreach (var item in json.RequiredList(name))
        {
            if (item.ValueKind != JsonValueKind.String) throw new FormatException($"'{name}' has something that is no text");
            texts.Add(item.GetString()!);
        }

        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Count ? texts : throw new FormatException($"'{name}' has one entry twice");
    }

    /// <summary>Each property of an object with its value, which must be an object too.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Objects(this JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) throw new FormatException($"'{property.Name}' is no object");
            yield return (property.Name, property.Value);
        }
    }
}
