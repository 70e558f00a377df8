using System.Collections.Concurrent;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// Repositories that this process has refreshed: a session that tests a hundred files one command at a time asks once, and one
/// that stays open for days asks again.
/// </summary>
internal static class RefreshedTrust
{
    private static readonly ConcurrentDictionary<Uri, VerifiedRepository> Known = new();

    /// <summary>What was verified of the repository within that time before now; null where nothing was.</summary>
    public static VerifiedRepository? Of(Uri repository, TimeSpan within, DateTimeOffset now) =>
        Known.TryGetValue(repository, out var verified) && now - verified.At < within && now >= verified.At ? verified : null;

    /// <summary>Keeps it in mind.</summary>
    public static void Remember(Uri repository, VerifiedRepository verified) => Known[repository] = verified;
}
