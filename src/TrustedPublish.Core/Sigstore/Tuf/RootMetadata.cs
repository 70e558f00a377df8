using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>The root role's metadata (TUF specification, 4.3): the keys of the top-level roles, its own among them.</summary>
internal sealed class RootMetadata
{
    /// <summary>The role's name and its metadata's type.</summary>
    public const string Role = "root";

    private RootMetadata(SignedMetadata metadata)
    {
        Metadata = metadata;
        var keys = RoleKeys.ReadKeys(metadata.Content.RequiredObject("keys"));
        var roles = metadata.Content.RequiredObject("roles");
        Root = RoleKeys.Read(roles.RequiredObject(Role), keys);
        Timestamp = RoleKeys.Read(roles.RequiredObject(TimestampMetadata.Role), keys);
        Snapshot = RoleKeys.Read(roles.RequiredObject(SnapshotMetadata.Role), keys);
        Targets = RoleKeys.Read(roles.RequiredObject(TargetsMetadata.Role), keys);
        HasConsistentSnapshots = metadata.Content.RequiredFlag("consistent_snapshot");
    }

    public SignedMetadata Metadata { get; }

    public long Version => Metadata.Version;

    public RoleKeys Root { get; }

    public RoleKeys Timestamp { get; }

    public RoleKeys Snapshot { get; }

    public RoleKeys Targets { get; }

    /// <summary>Whether files' names begin with their version or hash (TUF specification, 6.2).</summary>
    public bool HasConsistentSnapshots { get; }

    /// <summary>
    /// A root that is trusted because it came with the program. It must be signed by itself; it may be out of date, since a
    /// newer one is looked for first (TUF specification, 5.2 and 5.3).
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public static RootMetadata Trusted(ReadOnlyMemory<byte> bytes)
    {
        var root = SignedMetadata.Read(Role, Role, bytes, static metadata => new RootMetadata(metadata));
        root.Metadata.RequireSignatures(root.Root);
        return root;
    }

    /// <summary>The next root: signed by this one's keys and by its own, and of the version that follows (TUF specification, 5.3.4 and 5.3.5).</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public RootMetadata Next(ReadOnlyMemory<byte> bytes)
    {
        var next = SignedMetadata.Read(Role, Role, bytes, static metadata => new RootMetadata(metadata));
        next.Metadata.RequireSignatures(Root, $"version {Version}");
        next.Metadata.RequireSignatures(next.Root);
        return next.Version == Version + 1 ? next : throw next.Metadata.Refused($"version {Version + 1} was asked for");
    }

    /// <summary>Whether the keys of timestamp or snapshot are no longer those of a former root, so that their metadata of before is void (TUF specification, 5.3.11).</summary>
    public bool HasRotatedOnlineKeys(RootMetadata former) => Timestamp.HasLostAKeyOf(former.Timestamp) || Snapshot.HasLostAKeyOf(former.Snapshot);
}
