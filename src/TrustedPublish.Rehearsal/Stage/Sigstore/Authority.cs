using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>A certificate authority with its key (P-384 and SHA-384, as Sigstore's own are); the certificates it hands out have none.</summary>
internal sealed class Authority : IDisposable
{
    private const int SerialLength = 19;

    private readonly ECDsa _key;
    private readonly Lock _one = new();

    private Authority(ECDsa key, X509Certificate2 certificate)
    {
        _key = key;
        Certificate = certificate;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>An authority that vouches for itself.</summary>
    public static Authority MakeRoot(string commonName, DateTimeOffset from, DateTimeOffset until)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = RequestFor(commonName, key, depth: 1);
        return new Authority(key, request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), from, until, NewSerial()));
    }

    /// <summary>One that this one vouches for, for code signing alone (as Fulcio's intermediate).</summary>
    public Authority MakeIntermediate(string commonName, DateTimeOffset from, DateTimeOffset until)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = RequestFor(commonName, key, depth: 0);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ObjectIds.CodeSigning)], critical: false));
        request.CertificateExtensions.Add(KeyIdentifier());
        return new Authority(key, Issue(request, from, until, NewSerial()));
    }

    /// <summary>A new serial number, positive.</summary>
    public static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialLength);
        // The first bit is the sign, and a first byte of zero has no place in DER.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    public X509Certificate2 Issue(CertificateRequest request, DateTimeOffset from, DateTimeOffset until, byte[] serial)
    {
        lock (_one) return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), from, until, serial);
    }

    /// <summary>The extension by which a certificate names this authority's key.</summary>
    public X509AuthorityKeyIdentifierExtension KeyIdentifier() =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false);

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest RequestFor(string commonName, ECDsa key, int depth)
    {
        var request = new CertificateRequest($"CN={commonName}, O=rehearsal.example", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, depth, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
