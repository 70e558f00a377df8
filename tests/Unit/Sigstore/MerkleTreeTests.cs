using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>Paths in trees of every size and place, made by the recursive definition (RFC 9162, 2.1.1 and 2.1.3.1).</summary>
public sealed class MerkleTreeTests
{
    [Fact]
    public void Each_leafs_path_leads_to_the_root_and_no_other_does()
    {
        for (var size = 1; size <= 33; size++)
        {
            var leaves = Enumerable.Range(0, size).Select(static leaf => new[] { (byte)leaf }).ToList();
            for (var index = 0; index < size; index++)
            {
                var path = Path(index, leaves);
                Assert.Equal(Head(leaves), MerkleTree.Root(leaves[index], index, size, path));
                Assert.NotEqual(Head(leaves), MerkleTree.Root([255], index, size, path));
                if (size > 1) Assert.NotEqual(Head(leaves), MerkleTree.Root(leaves[index], (index + 1) % size, size, path));
                Assert.Null(MerkleTree.Root(leaves[index], index, size, [.. path, new byte[32]]));
            }
        }
    }

    [Fact]
    public void Numbers_of_any_size_end() =>
        Prop.ForAll<long, long>((index, size) => MerkleTree.Root([1], index, size, []) is null || (index == 0 && size == 1)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, long.MinValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public void A_place_outside_or_a_path_too_short_is_none(long index, long size) => Assert.Null(MerkleTree.Root([1], index, size, []));

    private static byte[] Head(IReadOnlyList<byte[]> leaves) => leaves.Count == 1
        ? SHA256.HashData([0, .. leaves[0]])
        : SHA256.HashData([1, .. Head([.. leaves.Take(Split(leaves.Count))]), .. Head([.. leaves.Skip(Split(leaves.Count))])]);

    private static IReadOnlyList<ReadOnlyMemory<byte>> Path(int index, IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 1) return [];
        var split = Split(leaves.Count);
        IReadOnlyList<byte[]> left = [.. leaves.Take(split)], right = [.. leaves.Skip(split)];
        return index < split ? [.. Path(index, left), Head(right)] : [.. Path(index - split, right), Head(left)];
    }

    /// <summary>The largest power of two below the number.</summary>
    private static int Split(int count)
    {
        var split = 1;
        while (split * 2 < count) split *= 2;
        return split;
    }
}
