using System.Collections.Concurrent;
using System.Security.Cryptography;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// Repositories that this process has refreshed: a session that tests a hundred files one command at a time asks once, and one
/// that stays open for days asks again.
/// </summary>
internal static class RefreshedTrust
{
    private static readonly ConcurrentDictionary<(Uri Repository, string FirstRoot), VerifiedRepository> Known = new();

    /// <summary>What was verified of the repository, beginning with that root, within that time before now; null where nothing was.</summary>
    public static VerifiedRepository? Of(Uri repository, ReadOnlyMemory<byte> firstRoot, TimeSpan within, DateTimeOffset now) =>
        Known.TryGetValue(Key(repository, firstRoot), out var verified) && now - verified.At < within && now >= verified.At ? verified : null;

    /// <summary>Keeps it in mind.</summary>
    public static void Remember(Uri repository, ReadOnlyMemory<byte> firstRoot, VerifiedRepository verified) => Known[Key(repository, firstRoot)] = verified;

    private static (Uri Repository, string FirstRoot) Key(Uri repository, ReadOnlyMemory<byte> firstRoot) => (repository, Convert.ToHexString(SHA256.HashData(firstRoot.Span)));
}
