using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>
/// The public key that a certificate is asked for, with the proof that its owner asks (Fulcio's fulcio.proto,
/// CreateSigningCertificateRequest): a signing request, or the key and its signature on the token's subject.
/// </summary>
internal static class ProvenKey
{
    /// <exception cref="FulcioRefusedException">It is no key, none of P-256, or not proven.</exception>
    public static PublicKey Read(JsonElement body, string subject)
    {
        if (body.TryGetProperty("certificateSigningRequest", out var request)) return OfRequest(request);
        if (body.TryGetProperty("publicKeyRequest", out var bare) && bare.ValueKind == JsonValueKind.Object) return OfKey(bare, subject);
        throw FulcioRefusedException.Request();
    }

    private static PublicKey OfRequest(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.String || !request.TryGetBytesFromBase64(out var bytes)) throw FulcioRefusedException.Request();
        var pem = Encoding.UTF8.GetString(bytes);
        var key = Load(CertificateRequestLoadOptions.SkipSignatureValidation, FulcioRefusedException.Request).PublicKey;
        RequireP256(key);
        return Load(CertificateRequestLoadOptions.Default, FulcioRefusedException.Signature).PublicKey;

        CertificateRequest Load(CertificateRequestLoadOptions options, Func<FulcioRefusedException> refusal)
        {
            try
            {
                return CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA384, options);
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException)
            {
                throw refusal();
            }
        }
    }

    private static PublicKey OfKey(JsonElement request, string subject)
    {
        if (!request.TryGetProperty("publicKey", out var given) || given.ValueKind != JsonValueKind.Object || !given.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.String)
            throw FulcioRefusedException.PublicKey();
        if (!request.TryGetProperty("proofOfPossession", out var proof) || proof.ValueKind != JsonValueKind.String || !proof.TryGetBytesFromBase64(out var signature))
            throw FulcioRefusedException.Signature();
        PublicKey key;
        try
        {
            var pem = content.GetString()!;
            var fields = PemEncoding.Find(pem);
            if (pem[fields.Label] != "PUBLIC KEY") throw FulcioRefusedException.PublicKey();
            key = PublicKey.CreateFromSubjectPublicKeyInfo(Convert.FromBase64String(pem[fields.Base64Data]), out _);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException)
        {
            throw FulcioRefusedException.PublicKey();
        }

        RequireP256(key);
        using var ecdsa = key.GetECDsaPublicKey()!;
        return ecdsa.VerifyData(Encoding.UTF8.GetBytes(subject), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ? key : throw FulcioRefusedException.Signature();
    }

    private static void RequireP256(PublicKey key)
    {
        // The curve's name in the framework differs between systems; its bytes do not.
        if (key.Oid.Value != ObjectIds.EcPublicKey || key.EncodedParameters is not { } parameters || AsnDecoder.ReadObjectIdentifier(parameters.RawData, AsnEncodingRules.DER, out _) != ObjectIds.P256)
            throw FulcioRefusedException.Insecure();
    }
}
