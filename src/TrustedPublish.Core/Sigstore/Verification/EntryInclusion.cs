using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>Whether an entry stands in a tree that its log has signed.</summary>
internal static class EntryInclusion
{
    private const string ProofCheck = "Inclusion proof";
    private const string CheckpointCheck = "Checkpoint";

    /// <summary>Holds the entry's proof to the log.</summary>
    public static void Verify(LogEntry entry, TrustedLog log)
    {
        var proof = entry.Proof;
        ProofFailure.Guard(ProofCheck, () => MerkleTree.Root(entry.CanonicalizedBody.Span, proof.LogIndex, proof.TreeSize, proof.Hashes) is not { } root
            ? throw new FormatException("it has not the hashes that an entry at that place in a tree of that size has")
            : root.AsSpan().SequenceEqual(proof.RootHash.Span) ? true : throw new FormatException("the entry is not in that tree"));
        ProofFailure.Guard(CheckpointCheck, () => VerifyCheckpoint(proof, log));
        // A Rekor v1 log signs its entry's number in all its trees; of a v2 log, the tree's is the only one.
        if (entry.SignedEntryTimestamp is null && entry.LogIndex != proof.LogIndex) throw ProofFailure.Of(ProofCheck, "the entry's number is not that of its proof");
    }

    private static bool VerifyCheckpoint(InclusionProof proof, TrustedLog log)
    {
        var checkpoint = Checkpoint.Read(proof.Checkpoint);
        if (!checkpoint.RootHash.Span.SequenceEqual(proof.RootHash.Span)) throw new FormatException("it is of another tree than the proof");
        if (checkpoint.Size != proof.TreeSize) throw new FormatException("it is of a tree of another size than the proof");
        var own = checkpoint.Signatures
            .Where(signature => checkpoint.IsOf(signature) && log.CheckpointId.Span.StartsWith(signature.Hint.Span))
            .ToList();
        if (own.Count == 0) throw new FormatException("the log did not sign it");
        // Others may sign beside the log: witnesses, or the log with a key that is not known here.
        return own.Exists(signature => log.Key.IsSignedBy(checkpoint.SignedBytes.Span, signature.Signature.Span))
            ? true
            : throw new FormatException("the log's signature on it is wrong");
    }
}
