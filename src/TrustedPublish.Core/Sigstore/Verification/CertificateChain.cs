using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>The way from a certificate to an authority (RFC 5280, 6), without any network.</summary>
internal static class CertificateChain
{
    /// <summary>
    /// The certificate of the one that signed <paramref name="certificate"/>, where the way to the authority's root is whole and
    /// everything on it was valid at <paramref name="at"/>; else null.
    /// </summary>
    public static CertificateDer? IssuerOf(X509Certificate2 certificate, TrustedAuthority authority, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(authority.Root);
        foreach (var intermediate in authority.Certificates.SkipLast(1)) policy.ExtraStore.Add(intermediate);
        policy.VerificationTime = at.UtcDateTime;
        // Certificates live for minutes, so nothing is revoked; and nobody is asked what is checked here.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        try
        {
            // A system may find intermediates of its own: those that are not the authority's don't count.
            var isWhole = chain.Build(certificate)
                && chain.ChainElements.Count > 1
                && chain.ChainElements.Skip(1).All(element => authority.Certificates.Any(trusted => trusted.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
            return isWhole ? CertificateDer.Read(chain.ChainElements[1].Certificate.RawData) : null;
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }
}
