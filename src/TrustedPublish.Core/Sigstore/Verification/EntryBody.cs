using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>
/// Whether what was logged is what was signed: the log proves that it has an entry, and this that the entry is of this very
/// signature (CVE-2022-36056 was a verifier that did not ask). Where an entry says a digest of the whole envelope
/// (<c>envelopeHash</c> of dsse 0.0.1), that is of the JSON text in which the signer sent it, which nobody has any more: the
/// payload, the signature and the certificate are compared instead, which is all that an envelope holds but its type; and
/// the type is under the signature.
/// </summary>
internal static class EntryBody
{
    private const string Check = "Log entry";

    /// <summary>Compares them.</summary>
    /// <param name="signed">What was signed.</param>
    /// <param name="hash">The hash that goes with the signer's key.</param>
    public static void Verify(SignedMaterial signed, HashAlgorithmName hash) => ProofFailure.Guard(Check, () =>
    {
        var entry = signed.Entry;
        var body = JsonText.ParseObject(entry.CanonicalizedBody) ?? throw new FormatException("it is no JSON object");
        if (body.Text("kind") != entry.Kind || body.Text("apiVersion") != entry.KindVersion) throw new FormatException("it is of another kind than it says");
        var spec = body.RequiredObject("spec");
        switch (entry.Kind, entry.KindVersion)
        {
            case ("dsse", "0.0.1"):
                Compare(LowerHex(spec.RequiredObject("payloadHash"), "algorithm", "value", "sha256"), SHA256.HashData(Envelope(signed).Payload.Span), "the payload");
                var one = Single(spec, "signatures");
                CompareSigner(signed, one.RequiredBytes("signature").Span, Pem(one.RequiredBytes("verifier").Span));
                break;
            case ("dsse", "0.0.2"):
                var dsse = spec.RequiredObject("dsseV002");
                Compare(Digest(dsse.RequiredObject("payloadHash"), HashAlgorithmName.SHA256), SHA256.HashData(Envelope(signed).Payload.Span), "the payload");
                CompareSigner(signed, Single(dsse, "signatures"));
                break;
            case ("hashedrekord", "0.0.1"):
                Compare(LowerHex(spec.RequiredObject("data").RequiredObject("hash"), "algorithm", "value", hash.Name!.ToLowerInvariant()), Hash(signed, hash), "what was signed");
                var record = spec.RequiredObject("signature");
                CompareSigner(signed, record.RequiredBytes("content").Span, Pem(record.RequiredObject("publicKey").RequiredBytes("content").Span));
                break;
            case ("hashedrekord", "0.0.2"):
                var hashed = spec.RequiredObject("hashedRekordV002");
                Compare(Digest(hashed.RequiredObject("data"), hash), Hash(signed, hash), "what was signed");
                CompareSigner(signed, hashed.RequiredObject("signature"));
                break;
            default:
                throw new FormatException("it is of a kind that attestations don't have");
        }

        return true;
    });

    private static void CompareSigner(SignedMaterial signed, JsonElement signature) =>
        CompareSigner(signed, signature.RequiredBytes("content").Span, signature.RequiredObject("verifier").RequiredObject("x509Certificate").RequiredBytes("rawBytes").Span);

    private static void CompareSigner(SignedMaterial signed, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> certificate)
    {
        Compare(signature, signed.Signature.Span, "the signature");
        Compare(certificate, signed.Certificate.Span, "the certificate");
    }

    private static void Compare(ReadOnlySpan<byte> logged, ReadOnlySpan<byte> here, string what)
    {
        if (!logged.SequenceEqual(here)) throw new FormatException($"{what} is not what was logged");
    }

    private static DsseEnvelope Envelope(SignedMaterial signed) => signed.Envelope ?? throw new FormatException("it is of an envelope, but none was signed");

    private static byte[] Hash(SignedMaterial signed, HashAlgorithmName hash) => Hash(hash, signed.SignedBytes.Span);

    private static byte[] Hash(HashAlgorithmName hash, ReadOnlySpan<byte> bytes) =>
        hash == HashAlgorithmName.SHA256 ? SHA256.HashData(bytes) : hash == HashAlgorithmName.SHA384 ? SHA384.HashData(bytes) : SHA512.HashData(bytes);

    private static byte[] LowerHex(JsonElement json, string algorithm, string value, string expected)
    {
        if (json.Text(algorithm) != expected) throw new FormatException("a digest in it is of another algorithm");
        return Convert.FromHexString(json.Text(value) ?? "");
    }

    private static ReadOnlySpan<byte> Digest(JsonElement json, HashAlgorithmName hash) =>
        // sigstore_common.proto, HashAlgorithm: SHA2_256 and its like.
        json.Text("algorithm") == $"SHA2_{hash.Name![3..]}" ? json.RequiredBytes("digest").Span : throw new FormatException("a digest in it is of another algorithm");

    private static byte[] Pem(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return PemEncoding.TryFind(text, out var fields) && text[fields.Label] == "CERTIFICATE"
            ? Convert.FromBase64String(text[fields.Base64Data])
            : throw new FormatException("it names no certificate");
    }

    private static JsonElement Single(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.Object
            ? list[0]
            : throw new FormatException("it has not exactly one signature");
}
