namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>What does not hold of an attestation (pypi_attestations, VerificationError).</summary>
internal sealed class AttestationRefusedException(string message) : Exception($"Verification failed: {message}");
