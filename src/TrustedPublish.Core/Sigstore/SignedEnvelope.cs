namespace TrustedPublish.Core.Sigstore;

/// <summary>A signed payload with all that proves it: what Sigstore calls a bundle, and PEP 740 an attestation.</summary>
/// <param name="Envelope">The payload and its signature.</param>
/// <param name="Certificate">The signer's certificate, DER.</param>
/// <param name="Entry">The transparency log's entry of the signature.</param>
/// <param name="Timestamps">RFC 3161 timestamps of the signature, DER; none is needed where the log itself says the time.</param>
public sealed record SignedEnvelope(
    DsseEnvelope Envelope, ReadOnlyMemory<byte> Certificate, LogEntry Entry, IReadOnlyList<ReadOnlyMemory<byte>> Timestamps);
