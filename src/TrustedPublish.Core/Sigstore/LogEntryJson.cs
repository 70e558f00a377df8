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
        var proof = json.RequiredObject("inclusionProof");
        var kind = json.RequiredObject("kindVersion");
        var seconds = Number(json, "integratedTime", 0);
        return new LogEntry(
            // protobuf's JSON leaves zeros away.
            Number(json, "logIndex", 0),
            json.RequiredObject("logId").RequiredBytes("keyId"),
            kind.RequiredText("kind"),
            kind.RequiredText("version"),
            json.RequiredBytes("canonicalizedBody"),
            new InclusionProof(
                Number(proof, "logIndex", 0),
                proof.RequiredBytes("rootHash"),
                Number(proof, "treeSize", null),
                // The first and only entry of a tree has an empty path.
                [.. proof.TryGetProperty("hashes", out var hashes) ? hashes.Bytes("hashes") : []],
                proof.RequiredObject("checkpoint").RequiredText("envelope")))
        {
            IntegratedTime = seconds == 0 ? null : JsonText.UnixTime(seconds) ?? throw new FormatException("'integratedTime' is no time"),
            // Said with its type: a bare null would be an empty signature.
            SignedEntryTimestamp = json.TryGetProperty("inclusionPromise", out var promise) && promise.ValueKind == JsonValueKind.Object
                ? promise.RequiredBytes("signedEntryTimestamp")
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
}
