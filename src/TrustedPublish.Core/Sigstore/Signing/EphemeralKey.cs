using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>A P-256 key that is made in memory, signs, and is gone with this object. Any thread may sign.</summary>
internal sealed class EphemeralKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    // The framework promises no thread-safety of a key; a signature takes microseconds.
    private readonly object _gate = new();

    /// <summary>
    /// A request for a certificate on this key (PKCS #10, PEM). Its subject is empty, since Fulcio takes the identity from the ID
    /// token, and it asks for no CA (sigstore-python, sign.py).
    /// </summary>
    public string CertificateRequest()
    {
        lock (_gate)
        {
            var request = new CertificateRequest(new X500DistinguishedName(""), _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
            return request.CreateSigningRequestPem();
        }
    }

    /// <summary>Whether a certificate's public key (SubjectPublicKeyInfo, DER) is this one's.</summary>
    public bool IsKeyOf(ReadOnlySpan<byte> publicKey)
    {
        lock (_gate) return publicKey.SequenceEqual(_key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The signature over SHA-256 of the bytes, ECDSA in DER form.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (_gate) return _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _key.Dispose();
    }
}
