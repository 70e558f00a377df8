using System.Numerics;
using System.Security.Cryptography;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>The tree of a log (RFC 9162, 2.1; SHA-256).</summary>
internal static class MerkleTree
{
    /// <summary>The root that a leaf's path leads to; null where the path is not as long as one in such a tree is.</summary>
    /// <param name="leaf">The entry's bytes.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="size">The number of entries; above <paramref name="index"/>.</param>
    /// <param name="path">The hashes beside the way up.</param>
    public static byte[]? Root(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        if (index < 0 || index >= size) return null;
        // Up to where the ways of this leaf and of the last one meet, its bits say on which side the neighbour stands; from
        // there on the way runs along the tree's right edge, with neighbours on the left alone, one for each bit that is set.
        var inner = 64 - BitOperations.LeadingZeroCount((ulong)(index ^ (size - 1)));
        var border = BitOperations.PopCount((ulong)index >> inner);
        if (path.Count != inner + border || path.Any(static hash => hash.Length != SHA256.HashSizeInBytes)) return null;
        var hash = Leaf(leaf);
        for (var level = 0; level < path.Count; level++)
            hash = level < inner && ((index >> level) & 1) == 0 ? Node(hash, path[level].Span) : Node(path[level].Span, hash);
        return hash;
    }

    private static byte[] Leaf(ReadOnlySpan<byte> leaf) => SHA256.HashData([0, .. leaf]);

    private static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([1, .. left, .. right]);
}
