using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// Holds attestations to files and to a publisher: every proof, then that the statement is of exactly this file, as the index
/// does at an upload (pypi-attestations, _impl.py, Attestation.verify).
/// </summary>
/// <param name="verifier">Holds the proofs to a trusted root.</param>
/// <param name="expected">Who must have signed; null where that is for the caller to judge.</param>
public sealed class AttestationCheck(EnvelopeVerifier verifier, ExpectedPublisher? expected)
{
    /// <summary>The same with the trusted root as it is now, or as the user named it.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustedRootInvalid"/>, or the failures of <see cref="SigstoreTrust"/>.</exception>
    public static async Task<AttestationCheck> StartAsync(SigstoreTrust trust, ExpectedPublisher? expected, TimeProvider clock, CancellationToken cancellationToken) =>
        new(new EnvelopeVerifier(TrustedRoot.Parse(await trust.TrustedRootAsync(cancellationToken), trust.TrustedRootSource), clock), expected);

    /// <summary>Makes every check until one fails.</summary>
    /// <param name="attestation">The attestation.</param>
    /// <param name="fileName">The distribution's file name.</param>
    /// <param name="sha256">Its SHA-256, hex.</param>
    public AttestationReport Run(Attestation attestation, string fileName, string sha256)
    {
        VerifiedEnvelope? envelope = null;
        SigningPublisher? publisher = null;
        try
        {
            envelope = verifier.Verify(attestation.Signed);
            publisher = SigningPublisher.Of(envelope.Certificate);
            CompareFile(attestation.Statement, fileName, sha256);
            expected?.Compare(publisher);
            return new AttestationReport(attestation, envelope, publisher, null);
        }
        catch (PublishException failure)
        {
            return new AttestationReport(attestation, envelope, publisher, failure);
        }
    }

    private static void CompareFile(AttestationStatement statement, string fileName, string sha256)
    {
        if (!SubjectName.IsSame(statement.FileName, DistributionFileName.Parse(fileName)))
            throw Mismatch($"The attestation is of {statement.FileName}, not of {fileName}.");
        if (!IsSameDigest(statement.Sha256, sha256))
            throw Mismatch($"The attestation is of a file of the same name with other content: its SHA-256 is {statement.Sha256}, that of {fileName} here is {sha256.ToLowerInvariant()}.");
        if (!statement.IsOfIndex)
            throw Mismatch($"The attestation says something else of {fileName} than the index knows: {statement.PredicateType}.");
    }

    private static bool IsSameDigest(string one, string other)
    {
        try
        {
            return Convert.FromHexString(one) is { Length: 32 } bytes && bytes.AsSpan().SequenceEqual(Convert.FromHexString(other));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static PublishException Mismatch(string message) =>
        new(FailureKind.AttestationMismatch, message, "Get the attestation of exactly this file, or sign the file as it is now.");
}
