using System.Management.Automation;
using System.Text.Json;

namespace TrustedPublish;

/// <summary>The JSON of a token as an object of PowerShell.</summary>
internal static class ClaimObject
{
    // Claims that are seconds since 1970 (RFC 7519, 4.1; OpenID Connect Core, 2).
    private static readonly string[] Times = ["exp", "iat", "nbf", "auth_time", "updated_at"];

    /// <summary>As it stands.</summary>
    public static PSObject Read(JsonElement json) => Read(json, static (_, value) => ReadValue(value));

    /// <summary>The same, with times as dates in local time.</summary>
    public static PSObject ReadWithDates(JsonElement json) => Read(json, static (name, value) => Times.Contains(name) && ReadTime(value) is { } time ? time : ReadValue(value));

    private static PSObject Read(JsonElement json, Func<string, JsonElement, object?> readValue)
    {
        var result = new PSObject();
        foreach (var property in json.EnumerateObject())
        {
            // PowerShell has no property without a name, and none that differ in case alone: of those the first stays.
            var same = property.Name.Length == 0 ? null : result.Properties[property.Name];
            if (property.Name.Length == 0 || (same is not null && same.Name != property.Name)) continue;
            // A repeated name is legal JSON; the last one counts, as everywhere else.
            if (same is not null) result.Properties.Remove(property.Name);
            result.Properties.Add(new PSNoteProperty(property.Name, readValue(property.Name, property.Value)));
        }

        return result;
    }

    private static DateTime? ReadTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).LocalDateTime
            : null;

    private static object? ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        JsonValueKind.Array => value.EnumerateArray().Select(ReadValue).ToArray(),
        _ => Read(value),
    };
}
