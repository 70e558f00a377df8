using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustedPublish.Rehearsal.Stage.Sigstore;

namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>Whether a certificate is one of the stage's authority, logged and for signing code (sigstore-python, verify/verifier.py).</summary>
internal sealed class CertificateCheck(SigstoreServices sigstore)
{
    /// <exception cref="AttestationRefusedException">It is not.</exception>
    public void Require(X509Certificate2 certificate, IEnumerable<DateTimeOffset> times)
    {
        foreach (var time in times) RequireChain(certificate, time);
        try
        {
            RequireLogged(certificate);
        }
        catch (FormatException exception)
        {
            throw new AttestationRefusedException($"failed to verify SCT on signing certificate: {exception.Message}");
        }

        if (certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature) is not true)
            throw new AttestationRefusedException("Key usage is not of type `digital signature`");
        if (certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault()?.EnhancedKeyUsages.Cast<Oid>().Any(static usage => usage.Value == ObjectIds.CodeSigning) is not true)
            throw new AttestationRefusedException("Extended usage does not contain `code signing`");
    }

    private void RequireChain(X509Certificate2 certificate, DateTimeOffset time)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(sigstore.Certificates.Root);
        chain.ChainPolicy.ExtraStore.Add(sigstore.Certificates.Intermediate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.UtcDateTime;
        if (!chain.Build(certificate))
            throw new AttestationRefusedException($"failed to build timestamp certificate chain: {string.Join(", ", chain.ChainStatus.Select(static status => status.Status))}");
    }

    private void RequireLogged(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(static extension => extension.Oid?.Value == ObjectIds.TimestampList)
            ?? throw new FormatException("Certificate does not contain a signed certificate timestamp extension");
        var timestamp = CertificateTimestamp.ReadList(AsnDecoder.ReadOctetString(extension.RawData, AsnEncodingRules.DER, out _));
        if (!timestamp.LogId.AsSpan().SequenceEqual(sigstore.Certificates.Log.Id)) throw new FormatException("SCT verify failed: Key not found for ID");
        var tbs = TbsCertificate.Without(certificate.RawData, ObjectIds.TimestampList);
        if (!sigstore.Certificates.Log.Verify(CertificateTimestamp.SignedBytes(tbs, sigstore.Certificates.Intermediate, timestamp.Milliseconds), timestamp.Signature))
            throw new FormatException("SCT verify failed: invalid signature");
    }
}
