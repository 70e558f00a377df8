namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>A repository's top-level metadata, all of it verified, current and belonging together.</summary>
internal sealed record VerifiedRepository(RootMetadata Root, SnapshotMetadata Snapshot, TargetsMetadata Targets, DateTimeOffset At);
