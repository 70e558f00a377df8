using System.Security.Cryptography;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>An entry of the log.</summary>
/// <param name="Body">What the leaf holds.</param>
/// <param name="LeafHash">The leaf's hash.</param>
/// <param name="Index">Its place in the tree.</param>
/// <param name="LoggedAt">When it came (UTC).</param>
internal sealed record LoggedEntry(byte[] Body, byte[] LeafHash, int Index, DateTimeOffset LoggedAt);

/// <summary>The proof that an entry is in the tree as it is now.</summary>
internal sealed record LoggedProof(byte[] RootHash, long TreeSize, IReadOnlyList<byte[]> Hashes, string Checkpoint);

/// <summary>A transparency log: one tree, one key. An entry stands in it once.</summary>
internal sealed class TransparencyLog : IDisposable
{
    private readonly MerkleTree _tree = new();
    private readonly Dictionary<string, LoggedEntry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _one = new();

    public LogKey Key { get; } = new();

    /// <summary>What its checkpoints are signed as: its address without the scheme; known once it listens.</summary>
    public string Name { get; set; } = "";

    /// <summary>The first line of its checkpoints, after the name.</summary>
    public string OriginSuffix { get; init; } = "";

    /// <summary>Keeps an entry, unless the very same came before; then that one is given.</summary>
    public bool TryAdd(byte[] body, DateTimeOffset at, out LoggedEntry entry)
    {
        var leafHash = MerkleTree.HashLeaf(body);
        lock (_one)
        {
            if (_entries.TryGetValue(Convert.ToHexString(leafHash), out var known))
            {
                entry = known;
                return false;
            }

            entry = new LoggedEntry(body, leafHash, _tree.Add(leafHash), at);
            _entries[Convert.ToHexString(leafHash)] = entry;
            return true;
        }
    }

    /// <summary>The entry of that leaf hash (hex), or null.</summary>
    public LoggedEntry? Find(string leafHash)
    {
        lock (_one) return _entries.GetValueOrDefault(leafHash.ToUpperInvariant());
    }

    /// <summary>Proves an entry, or, as a fault asks for, does not.</summary>
    public LoggedProof Prove(LoggedEntry entry, FaultKind? forgery)
    {
        lock (_one)
        {
            var (root, path) = (_tree.Root(), _tree.Path(entry.Index));
            // The only entry of a tree needs no hash; one too many is no better than a wrong one.
            if (forgery == FaultKind.WrongProof) path = [RandomNumberGenerator.GetBytes(root.Length), .. path.Skip(1)];
            return new LoggedProof(root, _tree.Size, path, Checkpoint.Sign($"{Name}{OriginSuffix}", Name, _tree.Size, root, Key, forgery == FaultKind.WrongCheckpoint));
        }
    }

    public void Dispose() => Key.Dispose();
}
