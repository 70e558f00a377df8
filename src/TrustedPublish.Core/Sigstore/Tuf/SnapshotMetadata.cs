using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>The snapshot role's metadata (TUF specification, 4.4): which versions of all targets metadata belong together.</summary>
internal sealed class SnapshotMetadata
{
    /// <summary>The role's name and its metadata's type.</summary>
    public const string Role = "snapshot";

    private readonly IReadOnlyDictionary<string, MetadataFile> _files;

    private SnapshotMetadata(SignedMetadata metadata)
    {
        Metadata = metadata;
        _files = MetadataFile.ReadAll(metadata.Content);
    }

    public SignedMetadata Metadata { get; }

    public long Version => Metadata.Version;

    /// <summary>Reads it and holds its signatures to the root's keys. It may be out of date.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public static SnapshotMetadata Read(ReadOnlyMemory<byte> bytes, RootMetadata root)
    {
        var snapshot = SignedMetadata.Read(Role, Role, bytes, static metadata => new SnapshotMetadata(metadata));
        snapshot.Metadata.RequireSignatures(root.Snapshot);
        return snapshot;
    }

    /// <summary>Refuses to go back behind one that was trusted before: no file may be gone or older (TUF specification, 5.5.5).</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public void RequireNoRollback(SnapshotMetadata former)
    {
        foreach (var (name, known) in former._files)
        {
            if (!_files.TryGetValue(name, out var file)) throw Metadata.Refused($"it names {name} no more");
            if (file.Version < known.Version) throw Metadata.Refused($"it names version {file.Version} of {name}, and version {known.Version} is known already");
        }
    }

    /// <summary>What it says of a targets role's metadata.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: it doesn't name it.</exception>
    public MetadataFile FileOf(string role) =>
        _files.GetValueOrDefault($"{role}.json") ?? throw MetadataRefusal.Of(role, null, $"version {Version} of snapshot doesn't name it");
}
