using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>The JSON of Rekor's first API (rekor, openapi.yaml and pkg/types/dsse/v0.0.1).</summary>
internal static class RekorV1Json
{
    private const string Kind = "dsse";
    private const string KindVersion = "0.0.1";

    // JSON in JSON: quotes are escaped once, and no more than that.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entry that is proposed: the whole envelope, and the certificate in PEM form.</summary>
    public static byte[] Propose(DsseEnvelope envelope, ReadOnlyMemory<byte> certificate) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", KindVersion);
        writer.WriteString("kind", Kind);
        writer.WriteStartObject("spec");
        writer.WriteStartObject("proposedContent");
        writer.WriteString("envelope", Envelope(envelope));
        writer.WriteStartArray("verifiers");
        writer.WriteBase64StringValue(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate.Span)));
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The entry of an answer: an object whose one property is named after the entry's id.</summary>
    /// <exception cref="FormatException">What is missing or wrong; the message quotes nothing of it.</exception>
    public static LogEntry Read(JsonElement json)
    {
        if (json.EnumerateObject().ToList() is not [{ Value: { ValueKind: JsonValueKind.Object } entry }]) throw new FormatException("it has not exactly one entry");
        var verification = entry.RequiredObject("verification");
        var proof = verification.RequiredObject("inclusionProof");
        var seconds = Number(entry, "integratedTime");
        return new LogEntry(
            Number(entry, "logIndex"),
            Hex(entry.RequiredText("logID")),
            Kind,
            KindVersion,
            entry.RequiredBytes("body"),
            new InclusionProof(
                Number(proof, "logIndex"),
                Hex(proof.RequiredText("rootHash")),
                Number(proof, "treeSize"),
                [.. Hashes(proof)],
                proof.RequiredText("checkpoint")))
        {
            IntegratedTime = JsonText.UnixTime(seconds) ?? throw new FormatException("'integratedTime' is no time"),
            SignedEntryTimestamp = verification.RequiredBytes("signedEntryTimestamp"),
        };
    }

    private static string Envelope(DsseEnvelope envelope) => Encoding.UTF8.GetString(Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("payloadType", envelope.PayloadType);
        writer.WriteBase64String("payload", envelope.Payload.Span);
        writer.WriteStartArray("signatures");
        writer.WriteStartObject();
        writer.WriteBase64String("sig", envelope.Signature.Span);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain)) write(writer);
        return buffer.ToArray();
    }

    private static long Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new FormatException($"'{name}' is no number");

    private static IEnumerable<ReadOnlyMemory<byte>> Hashes(JsonElement proof)
    {
        // The first and only entry of a tree has none.
        if (!proof.TryGetProperty("hashes", out var hashes) || hashes.ValueKind == JsonValueKind.Null) return [];
        if (hashes.ValueKind != JsonValueKind.Array) throw new FormatException("'hashes' is no list");
        return hashes.EnumerateArray().Select(static hash => Hex(hash.ValueKind == JsonValueKind.String ? hash.GetString()! : ""));
    }

    private static ReadOnlyMemory<byte> Hex(string text) => text.Length > 0 ? Convert.FromHexString(text) : throw new FormatException("a digest is empty");
}
