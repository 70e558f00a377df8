namespace TrustedPublish.Core.Sigstore;

/// <summary>An entry of a transparency log (sigstore protobuf-specs, sigstore_rekor.proto, TransparencyLogEntry).</summary>
/// <param name="LogIndex">Its place in the log, from 0.</param>
/// <param name="LogId">Which log: the SHA-256 of its public key; of a Rekor v2 log, of its origin and its key.</param>
/// <param name="Kind">What is logged, such as <c>dsse</c>.</param>
/// <param name="KindVersion">The version of that form, such as <c>0.0.1</c>.</param>
/// <param name="CanonicalizedBody">The bytes of the tree's leaf, JSON.</param>
/// <param name="Proof">The proof that it is in the log.</param>
public sealed record LogEntry(
    long LogIndex, ReadOnlyMemory<byte> LogId, string Kind, string KindVersion, ReadOnlyMemory<byte> CanonicalizedBody, InclusionProof Proof)
{
    /// <summary>When a Rekor v1 log took it in (UTC, whole seconds); v2 logs don't say.</summary>
    public DateTimeOffset? IntegratedTime { get; init; }

    /// <summary>A Rekor v1 log's signature on the entry and its time; v2 logs give none.</summary>
    public ReadOnlyMemory<byte>? SignedEntryTimestamp { get; init; }
}
