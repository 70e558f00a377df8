using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Core.Attestations;

/// <summary>What came of checking an attestation.</summary>
/// <param name="Attestation">The attestation.</param>
/// <param name="Envelope">Who signed it and when; null where that does not hold, so that nobody reads what isn't proven.</param>
/// <param name="Publisher">The signer in the words of the index; null with <paramref name="Envelope"/>.</param>
/// <param name="Failure">The first check that failed; null where all of them hold.</param>
public sealed record AttestationReport(Attestation Attestation, VerifiedEnvelope? Envelope, SigningPublisher? Publisher, PublishException? Failure);
