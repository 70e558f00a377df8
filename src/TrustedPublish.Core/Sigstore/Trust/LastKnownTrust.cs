using System.Globalization;
using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// What is known of a repository without asking it: the last copy that was verified, else the one that is shipped. The chain
/// goes from the shipped root over the roots that are kept to the targets and their hashes, signed by the keys that are kept
/// offline. Timestamp and snapshot are left out: they say that something is the newest, which nobody can know here, and for the
/// same reason nothing is held to its end. What this can't see is that a key was withdrawn since; it never trusts one that
/// Sigstore's root did not.
/// </summary>
internal sealed class LastKnownTrust(IMetadataStore? store, IShippedTrust shipped)
{
    /// <summary>The file, one of the top-level targets, with the words for how old it is.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>: nothing is shipped of that name.</exception>
    public (ReadOnlyMemory<byte> Content, string Age) Target(string path)
    {
        var own = shipped.Read(StoredName.Target(path)) ?? throw MetadataRefusal.Of(path, null, "nothing is shipped of that name");
        var shippedVersion = Targets(shipped, RootMetadata.Trusted(shipped.Root))?.Version ?? 0;
        if (store is not null && Targets(store, RootChain.Kept(shipped.Root, store).Newest) is { } targets && targets.Version >= shippedVersion
            && targets.FileAt(path) is { } content && store.Read(StoredName.Target(path)) is { } kept && content.Difference(kept.Span) is null)
            return (kept, $"the copy of {Day(store) ?? $"version {targets.Version}"}");
        return (own, $"the copy that came with this module ({Day(shipped) ?? $"version {shippedVersion}"})");
    }

    private static TargetsMetadata? Targets(IMetadataSource source, RootMetadata root)
    {
        try
        {
            return source.Read(StoredName.TargetsOf(TargetsMetadata.Role)) is { } bytes ? TargetsMetadata.Read(bytes, TargetsMetadata.Role, root.Targets) : null;
        }
        catch (PublishException failure) when (failure.Kind == FailureKind.TrustUpdateRefused)
        {
            return null;
        }
    }

    private static string? Day(IMetadataSource source) =>
        source.Read(StoredName.RefreshedAt) is { } date
        && DateTimeOffset.TryParse(Encoding.ASCII.GetString(date.Span).Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
