using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>A second opinion on proofs: the path in two pieces, up to where it meets the last leaf's and beyond (RFC 6962 §2.1.1).</summary>
internal static class Inclusion
{
    /// <summary>The root that the path leads to; null where it has not the length that index and size make.</summary>
    public static byte[]? Root(byte[] entry, long index, long size, IReadOnlyList<byte[]> path)
    {
        var inner = index == size - 1 ? 0 : BitOperations.Log2((ulong)(index ^ (size - 1))) + 1;
        if (path.Count != inner + BitOperations.PopCount((ulong)(index >> inner))) return null;
        var hash = SHA256.HashData([0, .. entry]);
        for (var level = 0; level < path.Count; level++)
        {
            var isRight = level >= inner || ((index >> level) & 1) == 1;
            hash = isRight ? SHA256.HashData([1, .. path[level], .. hash]) : SHA256.HashData([1, .. hash, .. path[level]]);
        }

        return hash;
    }

    /// <summary>Origin, size and root that a checkpoint says, its signer's name, and whether the key signed them.</summary>
    public static (string Origin, long Size, byte[] Root, string Name, bool IsSigned) ReadCheckpoint(string checkpoint, byte[] logId, TrustedKeys trusted)
    {
        var end = checkpoint.IndexOf("\n\n", StringComparison.Ordinal);
        var (lines, signature) = (checkpoint[..end].Split('\n'), checkpoint[(end + 2)..].TrimEnd('\n').Split(' '));
        Assert.Equal("—", signature[0]);
        var bytes = Convert.FromBase64String(signature[2]);
        return (
            lines[0],
            long.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture),
            Convert.FromBase64String(lines[2]),
            signature[1],
            bytes.AsSpan(0, 4).SequenceEqual(logId.AsSpan(0, 4)) && trusted.IsOfLog(logId, Encoding.UTF8.GetBytes(checkpoint[..(end + 1)]), bytes[4..]));
    }
}
