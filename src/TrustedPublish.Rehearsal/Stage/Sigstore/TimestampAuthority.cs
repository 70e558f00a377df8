using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>Signs the time (RFC 3161, with the signer named as RFC 5816 has it).</summary>
internal sealed class TimestampAuthority : IDisposable
{
    private readonly Authority _root;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock _one = new();

    /// <param name="from">From when on its certificates are valid.</param>
    /// <param name="until">Until when.</param>
    public TimestampAuthority(DateTimeOffset from, DateTimeOffset until)
    {
        _root = Authority.MakeRoot("rehearsal-tsa-selfsigned", from, until);
        var request = new CertificateRequest("CN=rehearsal-tsa, O=rehearsal.example", _key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(_root.KeyIdentifier());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ObjectIds.TimeStamping)], critical: true));
        Certificate = _root.Issue(request, from, until, Authority.NewSerial());
    }

    public X509Certificate2 Root => _root.Certificate;

    public X509Certificate2 Certificate { get; }

    /// <summary>The token of an answer that grants one, or null.</summary>
    public static Rfc3161TimestampToken? ReadAnswer(byte[] answer)
    {
        try
        {
            var fields = new AsnReader(answer, AsnEncodingRules.DER).ReadSequence();
            return fields.ReadSequence().ReadInteger() <= 1 && Rfc3161TimestampToken.TryDecode(fields.ReadEncodedValue(), out var token, out _) ? token : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The answer to a request: granted, with the token (TimeStampResp, DER).</summary>
    /// <param name="request">The request.</param>
    /// <param name="at">The time that is signed (UTC, whole seconds).</param>
    /// <param name="isForged">Whether it shall be a timestamp of something else.</param>
    public byte[] Answer(Rfc3161TimestampRequest request, DateTimeOffset at, bool isForged)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteInteger(0);
            writer.WriteEncodedValue(Sign(InfoOf(request, at, isForged), request.RequestSignerCertificate));
        }

        return writer.Encode();
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _root.Dispose();
        _key.Dispose();
    }

    private static byte[] InfoOf(Rfc3161TimestampRequest request, DateTimeOffset at, bool isForged)
    {
        var hash = request.GetMessageHash();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(request.RequestedPolicyId?.Value ?? ObjectIds.TimestampPolicy);
            using (writer.PushSequence())
            {
                using (writer.PushSequence()) writer.WriteObjectIdentifier(request.HashAlgorithmId.Value!);
                writer.WriteOctetString(isForged ? RandomNumberGenerator.GetBytes(hash.Length) : hash.Span);
            }

            writer.WriteInteger(Authority.NewSerial());
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
            if (request.GetNonce() is { } nonce) writer.WriteInteger(nonce.Span);
        }

        return writer.Encode();
    }

    private byte[] Sign(byte[] info, bool withCertificate)
    {
        var signed = new SignedCms(new ContentInfo(new Oid(ObjectIds.TimestampInfo), info), detached: false);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate, _key)
        {
            DigestAlgorithm = new Oid(ObjectIds.Sha256),
            IncludeOption = withCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(ObjectIds.SigningCertificateV2), SignerName()));
        lock (_one) signed.ComputeSignature(signer, silent: true);
        return signed.Encode();
    }

    /// <summary>Which certificate signs: its SHA-256, the algorithm that goes without saying.</summary>
    private byte[] SignerName()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(Certificate.RawData));
        }

        return writer.Encode();
    }
}
