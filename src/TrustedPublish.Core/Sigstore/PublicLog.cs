namespace TrustedPublish.Core.Sigstore;

/// <summary>The public Sigstore's log of Rekor's first version, the one that has a page for people.</summary>
public static class PublicLog
{
    private const string Host = "rekor.sigstore.dev";

    /// <summary>The page of an entry; null for any other log, of which it would show somebody else's entry.</summary>
    public static Uri? EntryPage(Uri log, long logIndex) => log is { Scheme: "https", IdnHost: Host }
        ? new Uri(FormattableString.Invariant($"https://search.sigstore.dev/?logIndex={logIndex}"))
        : null;
}
