using System.Security.Cryptography;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>
/// Holds signed envelopes to a trusted root, without any network: the checks of sigstore's own verifiers (sigstore
/// architecture-docs, client-spec.md, "Verification"). It keeps nothing, and may be used from several threads.
/// </summary>
/// <param name="root">What is trusted.</param>
/// <param name="clock">Says what is in the future; null for the system's.</param>
public sealed class EnvelopeVerifier(TrustedRoot root, TimeProvider? clock = null)
{
    private readonly SigningTimes _times = new(root, clock ?? TimeProvider.System);
    private readonly CertificateCheck _certificates = new(root);

    /// <summary>Makes every check.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.AttestationInvalid"/>; its message begins with the name of the check that failed.</exception>
    public VerifiedEnvelope Verify(SignedEnvelope signed) => Verify(SignedMaterial.Of(signed));

    /// <summary>The part for a certificate that was just given: the way to a trusted authority, what it is for, and that it was logged.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.AttestationInvalid"/>.</exception>
    public void VerifyCertificate(ReadOnlyMemory<byte> certificate, DateTimeOffset at) => _certificates.Run(certificate, [at]);

    /// <summary>The same for whatever was signed.</summary>
    internal VerifiedEnvelope Verify(SignedMaterial signed)
    {
        var log = root.Logs.FirstOrDefault(log => log.Id.Span.SequenceEqual(signed.Entry.LogId.Span))
            ?? throw ProofFailure.Of("Log entry", "it is of a log that the trusted root does not name", "Don't trust the file. An attestation of another Sigstore deployment, such as its staging, needs that one's -TrustedRoot.");
        var times = _times.Find(signed);
        // A v2 log says no time of its own; then it has to be one to trust when the signature was made.
        if (!times.All(log.Period.Contains)) throw ProofFailure.Of("Log entry", "its log was not to be trusted at that time");
        EntryPromise.Verify(signed.Entry, log);
        var certificate = _certificates.Run(signed.Certificate, times);
        var hash = VerifySignature(signed, certificate);
        EntryInclusion.Verify(signed.Entry, log);
        EntryBody.Verify(signed, hash);
        return new VerifiedEnvelope(certificate, times[0], signed.Entry.LogIndex, log.Address);
    }

    private static HashAlgorithmName VerifySignature(SignedMaterial signed, SigningCertificate certificate) => ProofFailure.Guard("Signature", () =>
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(certificate.PublicKey.Span, out _);
        var hash = EcdsaKey.HashOf(key);
        return EcdsaKey.IsSignedBy(key, signed.SignedBytes.Span, signed.Signature.Span, hash)
            ? hash
            : throw new FormatException("the certificate's key did not make it for this");
    });
}
