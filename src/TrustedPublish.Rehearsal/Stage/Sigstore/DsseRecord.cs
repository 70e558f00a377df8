using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>An envelope as a Rekor v1 log takes it in: kind <c>dsse</c>, version 0.0.1 (Rekor's pkg/types/dsse/v0.0.1).</summary>
internal static class DsseRecord
{
    /// <summary>The leaf of a proposed entry whose signatures hold.</summary>
    /// <exception cref="FormatException">Why it is not taken in.</exception>
    public static byte[] BodyOf(JsonElement entry)
    {
        if (Text(entry, "kind") != "dsse" || Text(entry, "apiVersion") != "0.0.1") throw new FormatException("this log takes entries of kind dsse, version 0.0.1");
        if (!entry.TryGetProperty("spec", out var spec) || spec.ValueKind != JsonValueKind.Object || !spec.TryGetProperty("proposedContent", out var content) || content.ValueKind != JsonValueKind.Object)
            throw new FormatException("either proposedContent or envelopeHash, payloadHash, and signatures must be present");
        var text = Text(content, "envelope") ?? throw new FormatException("validation failure list: proposedContent.envelope in body is required");
        if (!content.TryGetProperty("verifiers", out var verifiers) || verifiers.ValueKind != JsonValueKind.Array || verifiers.GetArrayLength() == 0)
            throw new FormatException("validation failure list: proposedContent.verifiers in body is required");

        var envelope = JsonBody.Parse(Encoding.UTF8.GetBytes(text)) ?? throw new FormatException("the envelope is no JSON object");
        var payload = Bytes(envelope, "payload");
        var digest = SHA256.HashData(PreAuthentication.Encode(Text(envelope, "payloadType") ?? "", payload));
        var keys = verifiers.EnumerateArray().Select(ReadVerifier).ToList();
        try
        {
            return Body(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), payload, [.. SignaturesOf(envelope).Select(signature => (signature, KeyOf(signature, digest, keys)))]);
        }
        finally
        {
            keys.ForEach(static key => key.Dispose());
        }
    }

    private static byte[] Body(string envelopeHash, byte[] payload, IReadOnlyList<(string Signature, string Verifier)> signatures) => CanonicalJson.Write(new
    {
        apiVersion = "0.0.1",
        kind = "dsse",
        spec = new
        {
            envelopeHash = new { algorithm = "sha256", value = envelopeHash },
            payloadHash = new { algorithm = "sha256", value = Convert.ToHexStringLower(SHA256.HashData(payload)) },
            signatures = signatures.OrderBy(static pair => pair.Signature, StringComparer.Ordinal).Select(static pair => new { signature = pair.Signature, verifier = pair.Verifier }),
        },
    });

    private static IEnumerable<string> SignaturesOf(JsonElement envelope)
    {
        if (!envelope.TryGetProperty("signatures", out var signatures) || signatures.ValueKind != JsonValueKind.Array || signatures.GetArrayLength() == 0)
            throw new FormatException("could not verify envelope: no signatures found");
        return signatures.EnumerateArray().Select(static signature => (signature.ValueKind == JsonValueKind.Object ? Text(signature, "sig") : null) ?? throw new FormatException("could not verify envelope: a signature is missing"));
    }

    /// <summary>The key by which the signature holds, in the form that the leaf has it.</summary>
    private static string KeyOf(string signature, byte[] digest, List<VerifyingKey> keys)
    {
        var buffer = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, buffer, out var length)) throw new FormatException("could not verify envelope: a signature is no base64");
        var key = keys.Find(key => key.Verify(digest, buffer[..length])) ?? throw new FormatException("could not verify envelope: accepted signatures do not match threshold");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ToPem()));
    }

    private static VerifyingKey ReadVerifier(JsonElement verifier) => verifier.ValueKind == JsonValueKind.String && verifier.TryGetBytesFromBase64(out var pem)
        ? VerifyingKey.ReadPem(Encoding.UTF8.GetString(pem))
        : throw new FormatException("could not parse public key as x509: no base64");

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : throw new FormatException($"could not decode envelope {name}");
}
