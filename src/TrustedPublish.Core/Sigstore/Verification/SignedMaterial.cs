namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>All that is known of one signature, whatever was signed.</summary>
/// <param name="SignedBytes">What the signature is over.</param>
/// <param name="Signature">The signature, ECDSA in DER form.</param>
/// <param name="Certificate">The signer's certificate, DER.</param>
/// <param name="Entry">The log's entry.</param>
/// <param name="Timestamps">Answers of timestamp authorities (RFC 3161, TimeStampResp), DER.</param>
/// <param name="Envelope">The envelope, where it is one that was signed.</param>
internal sealed record SignedMaterial(
    ReadOnlyMemory<byte> SignedBytes,
    ReadOnlyMemory<byte> Signature,
    ReadOnlyMemory<byte> Certificate,
    LogEntry Entry,
    IReadOnlyList<ReadOnlyMemory<byte>> Timestamps,
    DsseEnvelope? Envelope)
{
    /// <summary>That of an envelope.</summary>
    public static SignedMaterial Of(SignedEnvelope signed) =>
        new(signed.Envelope.SignedBytes(), signed.Envelope.Signature, signed.Certificate, signed.Entry, signed.Timestamps, signed.Envelope);
}
