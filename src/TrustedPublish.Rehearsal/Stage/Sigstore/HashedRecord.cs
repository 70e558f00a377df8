using System.Security.Cryptography;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>
/// A signature on a digest as a Rekor v2 log takes it in: kind <c>hashedrekord</c>, version 0.0.2 (rekor-tiles' CLIENTS.md). Of an
/// envelope the digest is that of what is signed.
/// </summary>
internal static class HashedRecord
{
    private const string KeyDetails = "PKIX_ECDSA_P256_SHA_256";

    /// <summary>The leaf of a request whose signature holds.</summary>
    /// <exception cref="FormatException">Why it is not taken in.</exception>
    public static byte[] BodyOf(JsonElement request)
    {
        if (Object(request, "hashedRekordRequestV002") is not { } record) throw new FormatException("invalid type, must be hashedrekord");
        if (Object(record, "signature") is not { } signature || Object(signature, "verifier") is not { } verifier) throw new FormatException("missing signature");
        if (!verifier.TryGetProperty("keyDetails", out var details) || details.ValueKind != JsonValueKind.String || details.GetString() != KeyDetails)
            throw new FormatException("unsupported entry algorithm");
        var (digest, content) = (Bytes(record, "digest"), Bytes(signature, "content"));
        if (digest.Length != SHA256.HashSizeInBytes) throw new FormatException("digest does not match hash algorithm");

        var isCertificate = Object(verifier, "x509Certificate") is not null;
        var raw = Bytes(Object(verifier, isCertificate ? "x509Certificate" : "publicKey") ?? throw new FormatException("missing verifier"), "rawBytes");
        using var key = isCertificate ? VerifyingKey.ReadCertificate(raw) : VerifyingKey.ReadKey(raw);
        if (!key.Verify(digest, content)) throw new FormatException("verifying signature: invalid signature");
        object kept = isCertificate
            ? new { keyDetails = KeyDetails, x509Certificate = new { rawBytes = raw } }
            : new { keyDetails = KeyDetails, publicKey = new { rawBytes = raw } };
        return Body(digest, content, kept);
    }

    private static byte[] Body(byte[] digest, byte[] content, object verifier) => CanonicalJson.Write(new
    {
        apiVersion = "0.0.2",
        kind = "hashedrekord",
        spec = new { hashedRekordV002 = new { data = new { algorithm = "SHA2_256", digest }, signature = new { content, verifier } } },
    });

    private static JsonElement? Object(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static byte[] Bytes(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) && bytes.Length > 0 ? bytes : throw new FormatException($"missing {name}");
}
