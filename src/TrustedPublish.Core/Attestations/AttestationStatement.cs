using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrustedPublish.Core.Attestations;

/// <summary>What an attestation says: that a publisher had this file, by name and SHA-256 (PEP 740; in-toto Statement v1).</summary>
/// <param name="FileName">The distribution's file name.</param>
/// <param name="Sha256">Its SHA-256, hex, lower case.</param>
/// <param name="PredicateType">What is said of it, one of PyPI's two types.</param>
public sealed record AttestationStatement(string FileName, string Sha256, string PredicateType)
{
    /// <summary>"Published by": the type that publishers make (https://docs.pypi.org/attestations/publish/v1/).</summary>
    public const string PublishType = "https://docs.pypi.org/attestations/publish/v1";

    /// <summary>"Built so": SLSA's provenance, which build systems make.</summary>
    public const string ProvenanceType = "https://slsa.dev/provenance/v1";

    /// <summary>Whether an index takes statements of this type: of the two above.</summary>
    public bool IsOfIndex => PredicateType is PublishType or ProvenanceType;

    private const string StatementType = "https://in-toto.io/Statement/v1";

    // The bytes are signed, so they are for no browser: escapes would only make them longer.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The statement of the publish type, as it is signed: compact JSON.</summary>
    public static byte[] Publish(string fileName, string sha256)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("_type", StatementType);
            writer.WriteStartArray("subject");
            writer.WriteStartObject();
            writer.WriteString("name", fileName);
            writer.WriteStartObject("digest");
            writer.WriteString("sha256", sha256);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteString("predicateType", PublishType);
            writer.WriteNull("predicate");
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a statement. It must have one subject; a file of many has many attestations.</summary>
    /// <exception cref="FormatException">What is missing or wrong, in a few words that quote nothing.</exception>
    public static AttestationStatement Read(ReadOnlyMemory<byte> json)
    {
        if (JsonText.ParseObject(json) is not { } statement) throw new FormatException("its statement is no JSON object");
        if (statement.Text("_type") != StatementType) throw new FormatException("its statement is no in-toto statement (v1)");
        if (!statement.TryGetProperty("subject", out var subjects) || subjects.ValueKind != JsonValueKind.Array || subjects.GetArrayLength() != 1
            || subjects[0] is not { ValueKind: JsonValueKind.Object } subject)
        {
            throw new FormatException("its statement has not exactly one subject");
        }

        return new AttestationStatement(
            subject.Text("name") ?? throw new FormatException("its subject has no name"),
            subject.TryGetProperty("digest", out var digest) && digest.ValueKind == JsonValueKind.Object && digest.Text("sha256") is { } sha256
                ? sha256
                : throw new FormatException("its subject has no SHA-256"),
            statement.Text("predicateType") ?? throw new FormatException("its statement has no predicate type"));
    }
}
