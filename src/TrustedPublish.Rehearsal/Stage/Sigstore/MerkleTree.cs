using System.Numerics;
using System.Security.Cryptography;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>A Merkle tree that grows (RFC 6962 §2.1). One thread at a time.</summary>
internal sealed class MerkleTree
{
    private readonly List<byte[]> _leaves = [];

    public int Size => _leaves.Count;

    /// <summary>The hash of an entry as a leaf.</summary>
    public static byte[] HashLeaf(ReadOnlySpan<byte> entry) => SHA256.HashData([0, .. entry]);

    /// <summary>The hash of two subtrees.</summary>
    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>The root that a path leads to from a leaf (RFC 9162 §2.1.3.2); null where the path has another length than it must.</summary>
    public static byte[]? RootOf(byte[] leafHash, long index, long size, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= size) return null;
        var (place, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in path)
        {
            if (last == 0) return null;
            if ((place & 1) == 1 || place == last)
            {
                hash = HashNode(sibling, hash);
                while ((place & 1) == 0 && place != 0) (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                hash = HashNode(hash, sibling);
            }

            (place, last) = (place >> 1, last >> 1);
        }

        return last == 0 ? hash : null;
    }

    /// <summary>Adds a leaf by its hash and gives its place.</summary>
    public int Add(byte[] leafHash)
    {
        _leaves.Add(leafHash);
        return _leaves.Count - 1;
    }

    public byte[] Root() => _leaves.Count == 0 ? SHA256.HashData([]) : Hash(0, _leaves.Count);

    /// <summary>The hashes by which the leaf leads to the root, from below (§2.1.1, "PATH").</summary>
    public IReadOnlyList<byte[]> Path(int index) => [.. Path(index, 0, _leaves.Count)];

    private byte[] Hash(int from, int to)
    {
        if (to - from == 1) return _leaves[from];
        var middle = from + Split(to - from);
        return HashNode(Hash(from, middle), Hash(middle, to));
    }

    private IEnumerable<byte[]> Path(int index, int from, int to)
    {
        if (to - from == 1) return [];
        var middle = from + Split(to - from);
        return index < middle ? Path(index, from, middle).Append(Hash(middle, to)) : Path(index, middle, to).Append(Hash(from, middle));
    }

    /// <summary>The largest power of two below the number of leaves.</summary>
    private static int Split(int count) => 1 << BitOperations.Log2((uint)(count - 1));
}
