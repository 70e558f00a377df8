using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The key that a log's client says a signature is by: a certificate's, or a bare one.</summary>
/// <param name="PublicKey">The key.</param>
/// <param name="Certificate">The certificate, or null.</param>
internal sealed record VerifyingKey(PublicKey PublicKey, X509Certificate2? Certificate) : IDisposable
{
    /// <summary>Reads one from PEM.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static VerifyingKey ReadPem(string pem)
    {
        try
        {
            var fields = PemEncoding.Find(pem);
            var der = Convert.FromBase64String(pem[fields.Base64Data]);
            return pem[fields.Label] switch
            {
                "CERTIFICATE" => ReadCertificate(der),
                "PUBLIC KEY" => ReadKey(der),
                _ => throw new FormatException("could not parse public key as x509: unknown PEM block"),
            };
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("could not parse public key as x509: no PEM block", exception);
        }
    }

    /// <exception cref="FormatException">It is no certificate.</exception>
    public static VerifyingKey ReadCertificate(byte[] der)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(der);
            return new VerifyingKey(certificate.PublicKey, certificate);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("could not parse public key as x509: malformed certificate", exception);
        }
    }

    /// <exception cref="FormatException">It is no public key.</exception>
    public static VerifyingKey ReadKey(byte[] der)
    {
        try
        {
            return new VerifyingKey(PublicKey.CreateFromSubjectPublicKeyInfo(der, out _), null);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("could not parse public key as x509: malformed key", exception);
        }
    }

    /// <summary>As PEM in the form that the log keeps, with a line end at its end.</summary>
    public string ToPem() => $"{Certificate?.ExportCertificatePem() ?? PemEncoding.WriteString("PUBLIC KEY", PublicKey.ExportSubjectPublicKeyInfo())}\n";

    /// <summary>Whether the signature (ECDSA, DER) is one of a digest by this key.</summary>
    public bool Verify(byte[] sha256, byte[] signature)
    {
        using var key = PublicKey.GetECDsaPublicKey();
        return key is not null && key.VerifyHash(sha256, signature, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose() => Certificate?.Dispose();
}
