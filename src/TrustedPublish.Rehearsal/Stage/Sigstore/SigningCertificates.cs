using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>Issues the certificates of ten minutes, each logged before it is given (Fulcio; RFC 6962 for the log).</summary>
internal sealed class SigningCertificates : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly byte[] Null = [5, 0];

    private readonly Authority _root;
    private readonly Authority _intermediate;
    private readonly Authority _stranger;

    /// <param name="from">From when on its authorities are valid.</param>
    /// <param name="until">Until when.</param>
    public SigningCertificates(DateTimeOffset from, DateTimeOffset until)
    {
        _root = Authority.MakeRoot("rehearsal", from, until);
        _intermediate = _root.MakeIntermediate("rehearsal-intermediate", from, until);
        // By its names the same: only its key tells.
        using var other = Authority.MakeRoot("rehearsal", from, until);
        _stranger = other.MakeIntermediate("rehearsal-intermediate", from, until);
    }

    public X509Certificate2 Root => _root.Certificate;

    public X509Certificate2 Intermediate => _intermediate.Certificate;

    /// <summary>The key of the certificates' log.</summary>
    public LogKey Log { get; } = new();

    /// <summary>The certificate, or, as a fault asks for, a bad one.</summary>
    public X509Certificate2 Issue(FulcioIdentity identity, PublicKey key, DateTimeOffset now, FaultKind? forgery)
    {
        using var other = forgery == FaultKind.WrongKey ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        if (other is not null) key = new PublicKey(other);
        var issuer = forgery == FaultKind.WrongAuthority ? _stranger : _intermediate;
        var from = forgery == FaultKind.Expired ? now - Lifetime - Lifetime : now;
        var serial = Authority.NewSerial();

        using var precertificate = issuer.Issue(RequestFor(new X509Extension(ObjectIds.Poison, Null, critical: true)), from, from + Lifetime, serial);
        var milliseconds = (ulong)from.ToUnixTimeMilliseconds();
        var tbs = TbsCertificate.Without(precertificate.RawData, ObjectIds.Poison);
        var signed = CertificateTimestamp.SignedBytes(tbs, issuer.Certificate, forgery == FaultKind.WrongSct ? milliseconds + 1 : milliseconds);
        return issuer.Issue(RequestFor(TimestampList(new CertificateTimestamp(Log.Id, milliseconds, Log.Sign(signed)))), from, from + Lifetime, serial);

        CertificateRequest RequestFor(X509Extension last)
        {
            var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA384);
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ObjectIds.CodeSigning)], critical: false));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
            request.CertificateExtensions.Add(issuer.KeyIdentifier());
            request.CertificateExtensions.Add(identity.AlternativeName);
            foreach (var extension in identity.Extensions) request.CertificateExtensions.Add(extension);
            request.CertificateExtensions.Add(last);
            return request;
        }
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        _stranger.Dispose();
        Log.Dispose();
    }

    private static X509Extension TimestampList(CertificateTimestamp timestamp)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(timestamp.ToList());
        return new X509Extension(ObjectIds.TimestampList, writer.Encode(), critical: false);
    }
}
