using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>The timestamp role's metadata (TUF specification, 4.5): which snapshot is current. It ends within days, so that nobody can hold a newer one back for long.</summary>
internal sealed class TimestampMetadata
{
    /// <summary>The role's name and its metadata's type.</summary>
    public const string Role = "timestamp";

    private TimestampMetadata(SignedMetadata metadata)
    {
        Metadata = metadata;
        Snapshot = MetadataFile.ReadAll(metadata.Content).GetValueOrDefault("snapshot.json") ?? throw new FormatException("it names no snapshot");
    }

    public SignedMetadata Metadata { get; }

    public long Version => Metadata.Version;

    /// <summary>The current snapshot.</summary>
    public MetadataFile Snapshot { get; }

    /// <summary>Reads it and holds its signatures to the root's keys. It may be out of date.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public static TimestampMetadata Read(ReadOnlyMemory<byte> bytes, RootMetadata root)
    {
        var timestamp = SignedMetadata.Read(Role, Role, bytes, static metadata => new TimestampMetadata(metadata));
        timestamp.Metadata.RequireSignatures(root.Timestamp);
        return timestamp;
    }

    /// <summary>Refuses to go back behind one that was trusted before (TUF specification, 5.4.3).</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public void RequireNoRollback(TimestampMetadata former)
    {
        if (Version < former.Version) throw Metadata.Refused($"version {former.Version} is known already");
        if (Snapshot.Version < former.Snapshot.Version) throw Metadata.Refused($"it names version {Snapshot.Version} of snapshot, and version {former.Snapshot.Version} is known already");
    }
}
