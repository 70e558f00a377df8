using System.Buffers.Text;
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
        var spec = Object(body, "spec");
        switch (entry.Kind, entry.KindVersion)
        {
            case ("dsse", "0.0.1"):
                Compare(LowerHex(Object(spec, "payloadHash"), "algorithm", "value", "sha256"), SHA256.HashData(Envelope(signed).Payload.Span), "the payload");
                var one = Single(spec, "signatures");
                CompareSigner(signed, Bytes(one, "signature"), Pem(Bytes(one, "verifier")));
                break;
            case ("dsse", "0.0.2"):
                var dsse = Object(spec, "dsseV002");
                Compare(Digest(Object(dsse, "payloadHash"), HashAlgorithmName.SHA256), SHA256.HashData(Envelope(signed).Payload.Span), "the payload");
                CompareSigner(signed, Single(dsse, "signatures"));
                break;
            case ("hashedrekord", "0.0.1"):
                Compare(LowerHex(Object(Object(spec, "data"), "hash"), "algorithm", "value", hash.Name!.ToLowerInvariant()), Hash(signed, hash), "what was signed");
                var record = Object(spec, "signature");
                CompareSigner(signed, Bytes(record, "content"), Pem(Bytes(Object(record, "publicKey"), "content")));
                break;
            case ("hashedrekord", "0.0.2"):
                var hashed = Object(spec, "hashedRekordV002");
                Compare(Digest(Object(hashed, "data"), hash), Hash(signed, hash), "what was signed");
                CompareSigner(signed, Object(hashed, "signature"));
                break;
            default:
                throw new FormatException("it is of a kind that attestations don't have");
        }

        return true;
    });

    private static void CompareSigner(SignedMaterial signed, JsonElement signature) =>
        CompareSigner(signed, Bytes(signature, "content"), Bytes(Object(Object(signature, "verifier"), "x509Certificate"), "rawBytes"));

    private static void CompareSigner(SignedMaterial signed, byte[] signature, byte[] certificate)
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

    private static byte[] Digest(JsonElement json, HashAlgorithmName hash) =>
        // sigstore_common.proto, HashAlgorithm: SHA2_256 and its like.
        json.Text("algorithm") == $"SHA2_{hash.Name![3..]}" ? Bytes(json, "digest") : throw new FormatException("a digest in it is of another algorithm");

    private static byte[] Pem(byte[] bytes)
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

    private static JsonElement Object(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : throw new FormatException($"it has no '{name}'");

    private static byte[] Bytes(JsonElement json, string name) =>
        json.Text(name) is { Length: > 0 } text && Base64.IsValid(text) ? Convert.FromBase64String(text) : throw new FormatException($"its '{name}' is no base64");
}
