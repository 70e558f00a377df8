using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>
/// Bundles that a verifier must accept, and such that it must refuse, each for its own reason: those of Sigstore's
/// conformance tests that are about signatures by certificate (Data/sigstore/README.md).
/// </summary>
public sealed class ConformanceTests
{
    [Theory]
    [InlineData("happy-path-v0.1", "public")]
    [InlineData("happy-path-v0.1", "log-ends")]
    [InlineData("happy-path-v0.3", "public")]
    [InlineData("happy-path-intoto-in-dsse-v3", "public")]
    [InlineData("bundle-with-sct-with-extensions", "sct-with-extensions")]
    [InlineData("rekor2-happy-path", "staging")]
    [InlineData("rekor2-happy-path", "tsa-ends")]
    [InlineData("rekor2-dsse-happy-path", "staging")]
    [InlineData("rekor2-checkpoint-multiple-cosigs", "staging")]
    [InlineData("rekor2-checkpoint-origin-not-first", "staging")]
    [InlineData("rekor2-checkpoint-two-sigs-cosigned", "staging")]
    [InlineData("rekor2-timestamp-with-embedded-cert", "staging")]
    [InlineData("rekor2-timestamp-without-embedded-cert", "staging")]
    [InlineData("rekor2-timestamp-with-expired-cert-chain", "local-tsa")]
    public void A_sound_one_is_accepted(string bundle, string root)
    {
        var signed = Bundle.Read(bundle);
        var verified = new EnvelopeVerifier(Bundle.Root(root)).Verify(signed);
        Assert.NotEmpty(verified.Certificate.Identity);
        Assert.InRange(verified.SignedAt, verified.Certificate.NotBefore, verified.Certificate.NotAfter);
        Assert.Equal(signed.Entry.LogIndex, verified.LogIndex);
    }

    [Theory]
    [InlineData("bundle-from-wrong-instance_fail", "public", "Log entry: ")]
    [InlineData("checkpoint-bad-keyhint_fail", "public", "Checkpoint: ")]
    [InlineData("checkpoint-wrong-roothash_fail", "public", "Checkpoint: ")]
    [InlineData("dsse-invalid-sig_fail", "public", "Signature: ")]
    [InlineData("dsse-mismatch-envelope_fail", "public", "Log entry: ")]
    [InlineData("dsse-mismatch-sig_fail", "public", "Log entry: ")]
    [InlineData("inclusion-proof-corrupted-hash_fail", "public", "Inclusion proof: ")]
    [InlineData("integrated-time-in-future_fail", "public", "Certificate: ")]
    [InlineData("intoto-tsa-timestamp-outside-cert-validity_fail", "localhost", "Certificate: ")]
    [InlineData("invalid-checkpoint-signature_fail", "public", "Checkpoint: ")]
    [InlineData("invalid-ct-key_fail", "other-ct-key", "Certificate log's timestamp (SCT): ")]
    [InlineData("rekor2-checkpoint-missing-log-signature_fail", "staging", "Checkpoint: ")]
    [InlineData("rekor2-checkpoint-missing-origin_fail", "staging", "Checkpoint: ")]
    [InlineData("rekor2-checkpoint-missing-root-hash_fail", "staging", "Checkpoint: ")]
    [InlineData("rekor2-checkpoint-missing-size_fail", "staging", "Checkpoint: ")]
    [InlineData("rekor2-checkpoint-no-matching-signature_fail", "staging", "Checkpoint: ")]
    [InlineData("rekor2-dsse-invalid-sig_fail", "staging", "Signature: ")]
    [InlineData("rekor2-dsse-mismatch-envelope_fail", "staging", "Log entry: ")]
    [InlineData("rekor2-dsse-mismatch-sig_fail", "staging", "Log entry: ")]
    [InlineData("rekor2-no-timestamp_fail", "staging", "Time of the signature: ")]
    [InlineData("rekor2-happy-path", "tsa-ended", "Time of the signature: ")]
    [InlineData("rekor2-timestamp-outside-tsa-cert-validity_fail", "local-tsa", "Time of the signature: ")]
    [InlineData("rekor2-timestamp-payload-mismatch_fail", "staging", "Time of the signature: ")]
    [InlineData("rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail", "staging", "Time of the signature: ")]
    [InlineData("rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail", "staging", "Time of the signature: ")]
    [InlineData("rekor2-timestamp-with-incorrect-time_fail", "staging", "Certificate: ")]
    [InlineData("set-invalid-signature_fail", "public", "Log's timestamp (SET): ")]
    [InlineData("signature-mismatch_fail", "public", "Signature: ")]
    [InlineData("wrong-hashedrekord-artifact_fail", "public", "Log entry: ")]
    [InlineData("wrong-hashedrekord-cert-and-sig_fail", "public", "Log entry: ")]
    [InlineData("wrong-hashedrekord-entry_fail", "public", "Log entry: ")]
    public void An_unsound_one_is_refused_by_the_check_that_is_for_it(string bundle, string root, string check)
    {
        var signed = Bundle.Read(bundle);
        var failure = Assert.Throws<PublishException>(() => new EnvelopeVerifier(Bundle.Root(root)).Verify(signed));
        Assert.Equal(FailureKind.AttestationInvalid, failure.Kind);
        Assert.StartsWith(check, failure.Message, StringComparison.Ordinal);
    }
}
