using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>An attestation as it was sent, well-formed and not more (PEP 740; pypi_attestations, Attestation).</summary>
/// <param name="Certificate">The signer's certificate, DER as it says.</param>
/// <param name="LogEntry">The first entry of a transparency log; no other is looked at.</param>
/// <param name="Timestamps">RFC 3161 timestamps; an index that knows none leaves them unread.</param>
/// <param name="Statement">The signed statement.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Json">What the index keeps of it.</param>
internal sealed record UploadedAttestation(byte[] Certificate, JsonElement LogEntry, IReadOnlyList<byte[]> Timestamps, byte[] Statement, byte[] Signature, object Json)
{
    /// <summary>Reads the form's field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="withTimestamps">Whether the index knows of timestamps.</param>
    /// <exception cref="FormatException">In the words of the index's parser, of which only the first complaint is made.</exception>
    public static IReadOnlyList<UploadedAttestation> ReadField(string field, bool withTimestamps)
    {
        JsonElement list;
        try
        {
            using var json = JsonDocument.Parse(field);
            list = json.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw Invalid("", $"Invalid JSON: {exception.Message} [type=json_invalid]");
        }

        if (list.ValueKind != JsonValueKind.Array) throw Invalid("", "Input should be a valid array [type=list_type]");
        return [.. list.EnumerateArray().Select((attestation, place) => Read(attestation, $"{place}", withTimestamps))];
    }

    private static UploadedAttestation Read(JsonElement json, string place, bool withTimestamps)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Invalid(place, "Input should be an object [type=model_type]");
        if (Get(json, place, "version") is not { ValueKind: JsonValueKind.Number } version || version.GetRawText() != "1") throw Invalid($"{place}.version", "Input should be 1 [type=literal_error]");
        var material = Object(json, place, "verification_material");
        var envelope = Object(json, place, "envelope");
        var certificate = Bytes(material, $"{place}.verification_material", "certificate");
        var entries = Get(material, $"{place}.verification_material", "transparency_entries");
        if (entries.ValueKind != JsonValueKind.Array) throw Invalid($"{place}.verification_material.transparency_entries", "Input should be a valid array [type=list_type]");
        if (entries.GetArrayLength() == 0) throw Invalid($"{place}.verification_material.transparency_entries", "List should have at least 1 item after validation, not 0 [type=too_short]");
        if (entries.EnumerateArray().Any(static entry => entry.ValueKind != JsonValueKind.Object)) throw Invalid($"{place}.verification_material.transparency_entries.0", "Input should be a valid dictionary [type=dict_type]");
        var timestamps = withTimestamps && material.TryGetProperty("timestamps", out var given) && given.ValueKind == JsonValueKind.Array
            ? given.EnumerateArray().Select(timestamp => timestamp.ValueKind == JsonValueKind.String && timestamp.TryGetBytesFromBase64(out var bytes)
                ? bytes
                : throw Invalid($"{place}.verification_material.timestamps", "Base64 decoding error [type=base64_decode]")).ToList()
            : [];
        var (statement, signature) = (Bytes(envelope, $"{place}.envelope", "statement"), Bytes(envelope, $"{place}.envelope", "signature"));
        object kept = timestamps.Count > 0
            ? new { certificate, transparency_entries = entries, timestamps }
            : new { certificate, transparency_entries = entries };
        return new UploadedAttestation(certificate, entries[0], timestamps, statement, signature, new { version = 1, verification_material = kept, envelope = new { statement, signature } });
    }

    private static JsonElement Get(JsonElement json, string place, string name) =>
        json.TryGetProperty(name, out var value) ? value : throw Invalid($"{place}.{name}", "Field required [type=missing]");

    private static JsonElement Object(JsonElement json, string place, string name) =>
        Get(json, place, name) is { ValueKind: JsonValueKind.Object } value ? value : throw Invalid($"{place}.{name}", "Input should be an object [type=model_type]");

    private static byte[] Bytes(JsonElement json, string place, string name) =>
        Get(json, place, name) is { ValueKind: JsonValueKind.String } value && value.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw Invalid($"{place}.{name}", "Base64 decoding error [type=base64_decode]");

    private static FormatException Invalid(string place, string problem) => new($"1 validation error for list[Attestation]\n{(place.Length > 0 ? $"{place}\n" : "")}  {problem}");
}
