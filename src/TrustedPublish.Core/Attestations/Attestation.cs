using System.Text.Encodings.Web;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore;

namespace TrustedPublish.Core.Attestations;

/// <summary>An attestation as the index takes it (PEP 740, version 1): one signed statement and its proofs.</summary>
public sealed class Attestation
{
    private const int Version = 1;

    /// <summary>The longest that is read, in bytes; one with a long provenance is about 15 KB.</summary>
    internal const int Longest = 1024 * 1024;

    // An envelope of a checkpoint holds — and line ends, neither of which needs an escape in a file of UTF-8.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Attestation(SignedEnvelope signed, AttestationStatement statement, ReadOnlyMemory<byte> json)
    {
        Signed = signed;
        Statement = statement;
        Json = json;
    }

    /// <summary>The statement with all that proves it. Nothing of it has been verified.</summary>
    public SignedEnvelope Signed { get; }

    /// <summary>What it says.</summary>
    public AttestationStatement Statement { get; }

    /// <summary>The attestation's JSON object, UTF-8: what stands in its file, and in the upload's field.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The attestation of what was just signed.</summary>
    public static Attestation Of(SignedEnvelope signed)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("verification_material");
            writer.WriteBase64String("certificate", signed.Certificate.Span);
            writer.WriteStartArray("transparency_entries");
            LogEntryJson.Write(writer, signed.Entry);
            writer.WriteEndArray();
            if (signed.Timestamps.Count > 0)
            {
                writer.WriteStartArray("timestamps");
                foreach (var timestamp in signed.Timestamps) writer.WriteBase64StringValue(timestamp.Span);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteStartObject("envelope");
            writer.WriteBase64String("statement", signed.Envelope.Payload.Span);
            writer.WriteBase64String("signature", signed.Envelope.Signature.Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new Attestation(signed, AttestationStatement.Read(signed.Envelope.Payload), buffer.ToArray());
    }

    /// <summary>Reads an attestation from its JSON; <paramref name="source"/> is what an error calls it.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.AttestationUnreadable"/>.</exception>
    public static Attestation Read(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            if (json.Length > Longest) throw new FormatException("it is longer than 1 MiB");
            var text = JsonText.ParseObject(json) ?? throw new FormatException("it is no JSON object");
            if (!text.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number) || number != Version)
                throw new FormatException("its version is not 1");
            var material = text.RequiredObject("verification_material");
            if (!material.TryGetProperty("transparency_entries", out var entries) || entries.ValueKind != JsonValueKind.Array || entries.GetArrayLength() != 1)
                throw new FormatException("it has not exactly one entry of a transparency log");
            if (entries[0].ValueKind != JsonValueKind.Object) throw new FormatException("its log entry is no JSON object");
            var envelope = text.RequiredObject("envelope");
            var payload = envelope.RequiredBytes("statement");
            var signed = new SignedEnvelope(
                new DsseEnvelope(DsseEnvelope.InTotoType, payload, envelope.RequiredBytes("signature")),
                material.RequiredBytes("certificate"),
                LogEntryJson.Read(entries[0]),
                [.. Timestamps(material)]);
            return new Attestation(signed, AttestationStatement.Read(payload), json);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new PublishException(
                FailureKind.AttestationUnreadable,
                $"{source} is no attestation (PEP 740): {exception.Message}.",
                "Name files that New-PythonAttestation or another signer wrote (FILE.publish.attestation).",
                exception) { Target = source };
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Timestamps(JsonElement material) =>
        material.TryGetProperty("timestamps", out var timestamps) && timestamps.ValueKind != JsonValueKind.Null ? timestamps.Bytes("timestamps") : [];
}
