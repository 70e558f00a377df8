namespace TrustedPublish.Core.Sigstore;

/// <summary>The proof that an entry stands in a Merkle tree (RFC 6962, 2.1.1), and the log's signature on that tree.</summary>
/// <param name="LogIndex">The entry's place in the tree, from 0; a log of several trees counts on in <see cref="LogEntry.LogIndex"/>.</param>
/// <param name="RootHash">The tree's root, SHA-256.</param>
/// <param name="TreeSize">The number of entries in the tree.</param>
/// <param name="Hashes">The path from the entry to the root.</param>
/// <param name="Checkpoint">The signed note on the tree (https://github.com/transparency-dev/formats, log/README.md).</param>
public sealed record InclusionProof(long LogIndex, ReadOnlyMemory<byte> RootHash, long TreeSize, IReadOnlyList<ReadOnlyMemory<byte>> Hashes, string Checkpoint);
