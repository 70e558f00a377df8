using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>Whether a certificate is a trusted authority's, for signing, and stands in a certificate log.</summary>
internal sealed class CertificateCheck(TrustedRoot root)
{
    private const string Check = "Certificate";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>The signer's certificate, verified as of each of these moments.</summary>
    public SigningCertificate Run(ReadOnlyMemory<byte> bytes, IEnumerable<DateTimeOffset> times)
    {
        var certificate = ProofFailure.Guard(Check, () => CertificateDer.Read(bytes));
        using var loaded = ProofFailure.Guard(Check, certificate.Load);
        var signer = ProofFailure.Guard(Check, () => SigningCertificate.Read(certificate, loaded));
        var issuer = ProofFailure.Guard(Check, () => VerifyChain(loaded, signer, times));
        ProofFailure.Guard(Check, () => VerifyUsage(loaded));
        ProofFailure.Guard(CertificateTimestamp.Check, () => CertificateTimestamp.Verify(certificate, issuer, root.CertificateLogs));
        return signer;
    }

    private CertificateDer VerifyChain(X509Certificate2 certificate, SigningCertificate signer, IEnumerable<DateTimeOffset> times)
    {
        CertificateDer? issuer = null;
        foreach (var time in times)
        {
            if (time < signer.NotBefore || time > signer.NotAfter)
                throw ProofFailure.Of(Check, $"it was valid from {signer.NotBefore:u} to {signer.NotAfter:u}, but the signature is of {time:u}");
            issuer = root.CertificateAuthorities
                .Where(authority => authority.Period.Contains(time))
                .Select(authority => CertificateChain.IssuerOf(certificate, authority, time))
                .FirstOrDefault(static found => found is not null);
            if (issuer is null)
            {
                throw ProofFailure.Of(
                    Check,
                    $"no authority of the trusted root ({root.Source}) gave it, or none that was valid at {time:u}",
                    "Don't trust the file. An attestation of another Sigstore deployment, such as its staging, needs that one's -TrustedRoot.");
            }
        }

        return issuer ?? throw new InvalidOperationException("A certificate is verified as of a time.");
    }

    private static bool VerifyUsage(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault();
        if (usages is null || !usages.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)) throw ProofFailure.Of(Check, "its key is not for signatures (key usage)");
        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SingleOrDefault();
        if (purposes is null || !purposes.EnhancedKeyUsages.Cast<Oid>().Any(static purpose => purpose.Value == CodeSigning)) throw ProofFailure.Of(Check, "its key is not for code signing (extended key usage)");
        return certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(static constraints => constraints.CertificateAuthority)
            ? throw ProofFailure.Of(Check, "it is an authority's own")
            : true;
    }
}
