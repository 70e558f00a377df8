using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore;

/// <summary>
/// A log's entry in the JSON of Sigstore's bundles and of Rekor v2 (the JSON mapping of protobuf: 64-bit numbers are texts,
/// bytes are base64).
/// </summary>
internal static class LogEntryJson
{
    /// <summary>The entry.</summary>
    /// <exception cref="FormatException">What is missing or no entry's; the message quotes nothing of it.</exception>
    public static LogEntry Read(JsonElement json)
    {
        var proof = Object(json, "inclusionProof");
        var kind = Object(json, "kindVersion");
        var seconds = Number(json, "integratedTime", 0);
        return new LogEntry(
            // protobuf's JSON leaves zeros away.
            Number(json, "logIndex", 0),
            Bytes(Object(json, "logId"), "keyId"),
            Text(kind, "kind"),
            Text(kind, "version"),
            Bytes(json, "canonicalizedBody"),
            new InclusionProof(
                Number(proof, "logIndex", 0),
                Bytes(proof, "rootHash"),
                Number(proof, "treeSize", null),
                [.. Hashes(proof)],
                Text(Object(proof, "checkpoint"), "envelope")))
        {
            // The year 10000, where DateTimeOffset ends.
            IntegratedTime = seconds switch
            {
                0 => null,
                > 0 and < 253402300800 => DateTimeOffset.FromUnixTimeSeconds(seconds),
                _ => throw new FormatException("'integratedTime' is no time"),
            },
            // Said with its type: a bare null would be an empty signature.
            SignedEntryTimestamp = json.TryGetProperty("inclusionPromise", out var promise) && promise.ValueKind == JsonValueKind.Object
                ? Bytes(promise, "signedEntryTimestamp")
                : (ReadOnlyMemory<byte>?)null,
        };
    }

    /// <summary>Writes the entry as an object.</summary>
    public static void Write(Utf8JsonWriter writer, LogEntry entry)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "logIndex", entry.LogIndex);
        writer.WriteStartObject("logId");
        writer.WriteBase64String("keyId", entry.LogId.Span);
        writer.WriteEndObject();
        writer.WriteStartObject("kindVersion");
        writer.WriteString("kind", entry.Kind);
        writer.WriteString("version", entry.KindVersion);
        writer.WriteEndObject();
        if (entry.IntegratedTime is { } time) WriteNumber(writer, "integratedTime", time.ToUnixTimeSeconds());
        if (entry.SignedEntryTimestamp is { } promise)
        {
            writer.WriteStartObject("inclusionPromise");
            writer.WriteBase64String("signedEntryTimestamp", promise.Span);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("inclusionProof");
        WriteNumber(writer, "logIndex", entry.Proof.LogIndex);
        writer.WriteBase64String("rootHash", entry.Proof.RootHash.Span);
        WriteNumber(writer, "treeSize", entry.Proof.TreeSize);
        writer.WriteStartArray("hashes");
        foreach (var hash in entry.Proof.Hashes) writer.WriteBase64StringValue(hash.Span);
        writer.WriteEndArray();
        writer.WriteStartObject("checkpoint");
        writer.WriteString("envelope", entry.Proof.Checkpoint);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteBase64String("canonicalizedBody", entry.CanonicalizedBody.Span);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long value) => writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    private static JsonElement Object(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : throw new FormatException($"'{name}' is missing");

    private static string Text(JsonElement json, string name) => json.Text(name) ?? throw new FormatException($"'{name}' is missing");

    private static long Number(JsonElement json, string name, long? missing)
    {
        if (!json.TryGetProperty(name, out var value)) return missing ?? throw new FormatException($"'{name}' is missing");
        var number = value.ValueKind switch
        {
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var text) => text,
            JsonValueKind.Number when value.TryGetInt64(out var plain) => plain,
            _ => throw new FormatException($"'{name}' is no number"),
        };
        return number >= 0 ? number : throw new FormatException($"'{name}' is negative");
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Hashes(JsonElement proof)
    {
        // The first and only entry of a tree has an empty path.
        if (!proof.TryGetProperty("hashes", out var hashes)) return [];
        if (hashes.ValueKind != JsonValueKind.Array) throw new FormatException("'hashes' is no list");
        return hashes.EnumerateArray().Select(static hash => Decode(hash.ValueKind == JsonValueKind.String ? hash.GetString()! : "", "hashes"));
    }

    private static ReadOnlyMemory<byte> Bytes(JsonElement json, string name) => Decode(Text(json, name), name);

    private static ReadOnlyMemory<byte> Decode(string text, string name) =>
        text.Length > 0 && Base64.IsValid(text) ? Convert.FromBase64String(text) : throw new FormatException($"'{name}' is no base64");
}
