using System.Globalization;
using System.Text;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>
/// A client of The Update Framework: from one root that is trusted to the files that a repository signs now, as the detailed
/// client workflow of the TUF specification 1.0 goes (section 5), step by step.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="firstRoot">The root that is trusted to begin with.</param>
/// <param name="store">Where metadata and targets are kept between runs, if they are.</param>
/// <param name="shipped">Metadata and targets that came with the first root; like what is kept, they spare downloads and are verified.</param>
/// <param name="clock">The clock.</param>
internal sealed class TufClient(TufRepository repository, ReadOnlyMemory<byte> firstRoot, IMetadataStore? store, IMetadataSource? shipped, TimeProvider clock)
{
    /// <summary>Brings root, timestamp, snapshot and targets up to date.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: something is not signed, not current or older than before; or the network's own failures.</exception>
    public async Task<VerifiedRepository> RefreshAsync(CancellationToken cancellationToken)
    {
        // One time for all of it (5.1): a long update must not end its own metadata.
        var now = clock.GetUtcNow();
        var roots = RootChain.Kept(firstRoot, store);
        await roots.FollowAsync(repository, cancellationToken);
        var root = roots.Newest;
        root.Metadata.RequireCurrent(now);
        var timestamp = await TimestampAsync(root, roots.HasRotatedSinceFirst, now, cancellationToken);
        var snapshot = await SnapshotAsync(root, timestamp, roots.HasRotatedSinceFirst, now, cancellationToken);
        var targets = await TargetsAsync(root, snapshot, TargetsMetadata.Role, root.Targets, now, cancellationToken);
        store?.Write(StoredName.RefreshedAt, Encoding.ASCII.GetBytes(now.ToString("O", CultureInfo.InvariantCulture)));
        return new VerifiedRepository(root, snapshot, targets, now);
    }

    /// <summary>A target's bytes, from what is kept where that is what is signed, else from the repository.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: nobody who may speak about it names it, or it is not what was signed; or the network's own failures.</exception>
    public async Task<ReadOnlyMemory<byte>> TargetAsync(VerifiedRepository verified, string path, CancellationToken cancellationToken)
    {
        var content = await TargetSearch.FindAsync(
            path,
            verified.Targets,
            role => TargetsAsync(verified.Root, verified.Snapshot, role.Name, role.Keys, verified.At, cancellationToken));
        if (content is null) throw MetadataRefusal.Of(path, null, "none of the roles that may speak about it names it");
        foreach (var kept in Kept(StoredName.Target(path)))
        {
            if (content.Difference(kept.Span) is null) return kept;
        }

        var bytes = await repository.TargetAsync(path, content, verified.Root.HasConsistentSnapshots, cancellationToken) ?? throw Missing(path, null);
        content.Require(path, null, bytes.Span);
        store?.Write(StoredName.Target(path), bytes);
        return bytes;
    }

    /// <summary>5.4. What is kept protects from rollback even where it is out of date.</summary>
    private async Task<TimestampMetadata> TimestampAsync(RootMetadata root, bool isShippedVoid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = Kept(StoredName.Timestamp, isShippedVoid, bytes => TimestampMetadata.Read(bytes, root)).MaxBy(static kept => kept.Version);
        var bytes = await repository.MetadataAsync(null, TimestampMetadata.Role, TufLimits.Timestamp, cancellationToken) ?? throw Missing(TimestampMetadata.Role, null);
        var timestamp = TimestampMetadata.Read(bytes, root);
        if (known is not null)
        {
            timestamp.RequireNoRollback(known);
            if (timestamp.Version == known.Version)
            {
                // One version is one content: a second one of the same number is not taken (5.4.3.1).
                known.Metadata.RequireCurrent(now);
                return known;
            }
        }

        timestamp.Metadata.RequireCurrent(now);
        store?.Write(StoredName.Timestamp, bytes);
        return timestamp;
    }

    /// <summary>5.5.</summary>
    private async Task<SnapshotMetadata> SnapshotAsync(RootMetadata root, TimestampMetadata timestamp, bool isShippedVoid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expected = timestamp.Snapshot;
        var known = Kept(StoredName.Snapshot, isShippedVoid, bytes => (Bytes: bytes, Snapshot: SnapshotMetadata.Read(bytes, root)))
            .OrderByDescending(static kept => kept.Snapshot.Version).FirstOrDefault();
        if (known.Snapshot?.Version == expected.Version && expected.Content.Difference(known.Bytes.Span) is null)
        {
            known.Snapshot.Metadata.RequireCurrent(now);
            return known.Snapshot;
        }

        var bytes = await repository.MetadataAsync(InName(expected.Version, root), SnapshotMetadata.Role, Limit(expected, TufLimits.Snapshot), cancellationToken)
            ?? throw Missing(SnapshotMetadata.Role, expected.Version);
        expected.Content.Require(SnapshotMetadata.Role, expected.Version, bytes.Span);
        var snapshot = SnapshotMetadata.Read(bytes, root);
        if (snapshot.Version != expected.Version) throw snapshot.Metadata.Refused($"timestamp names version {expected.Version}");
        if (known.Snapshot is { } former) snapshot.RequireNoRollback(former);
        snapshot.Metadata.RequireCurrent(now);
        store?.Write(StoredName.Snapshot, bytes);
        return snapshot;
    }

    /// <summary>5.6, for the top-level role and for delegated ones alike.</summary>
    private async Task<TargetsMetadata> TargetsAsync(RootMetadata root, SnapshotMetadata snapshot, string role, RoleKeys keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expected = snapshot.FileOf(role);
        var name = StoredName.TargetsOf(role);
        // By this delegator's keys each time: what another has vouched for is not vouched for by this one.
        var known = Kept(name, isShippedVoid: false, bytes => (Bytes: bytes, Targets: TargetsMetadata.Read(bytes, role, keys)))
            .FirstOrDefault(kept => kept.Targets.Version == expected.Version && expected.Content.Difference(kept.Bytes.Span) is null);
        if (known.Targets is { } current)
        {
            current.Metadata.RequireCurrent(now);
            return current;
        }

        var bytes = await repository.MetadataAsync(InName(expected.Version, root), role, Limit(expected, TufLimits.Targets), cancellationToken)
            ?? throw Missing(role, expected.Version);
        expected.Content.Require(role, expected.Version, bytes.Span);
        var targets = TargetsMetadata.Read(bytes, role, keys);
        if (targets.Version != expected.Version) throw targets.Metadata.Refused($"snapshot names version {expected.Version}");
        targets.Metadata.RequireCurrent(now);
        store?.Write(name, bytes);
        return targets;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Kept(string name, bool isShippedVoid = false)
    {
        if (store?.Read(name) is { } kept) yield return kept;
        if (!isShippedVoid && shipped?.Read(name) is { } own) yield return own;
    }

    /// <summary>What is kept of a role and verifies; what doesn't is passed over, as if it were not there.</summary>
    private IEnumerable<T> Kept<T>(string name, bool isShippedVoid, Func<ReadOnlyMemory<byte>, T> read)
    {
        foreach (var bytes in Kept(name, isShippedVoid))
        {
            T metadata;
            try
            {
                metadata = read(bytes);
            }
            catch (PublishException failure) when (failure.Kind == FailureKind.TrustUpdateRefused)
            {
                continue;
            }

            yield return metadata;
        }
    }

    private static long? InName(long version, RootMetadata root) => root.HasConsistentSnapshots ? version : null;

    private static int Limit(MetadataFile file, int limit) => (int)Math.Min(file.Content.Length ?? limit, limit);

    private static PublishException Missing(string role, long? version) => MetadataRefusal.Of(role, version, "the repository has no such file");
}
