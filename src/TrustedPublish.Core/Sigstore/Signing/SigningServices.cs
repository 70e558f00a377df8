namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>The services with which something is signed, one of each kind.</summary>
/// <param name="Fulcio">Gives the certificate: the base address, which ends in a slash.</param>
/// <param name="Rekor">Keeps the log: the base address, which ends in a slash.</param>
/// <param name="RekorVersion">The major version of the log's API, 1 or 2.</param>
/// <param name="TimestampAuthority">Gives RFC 3161 timestamps; null for a log of version 1, which says the time itself.</param>
public sealed record SigningServices(Uri Fulcio, Uri Rekor, int RekorVersion, Uri? TimestampAuthority)
{
    /// <summary>Where an entry of the log can be looked at; null for a log of version 2, which has no address for one entry.</summary>
    public Uri? EntryPage(long logIndex) => RekorVersion == 1
        ? PublicLog.EntryPage(Rekor, logIndex) ?? new Uri(Rekor, FormattableString.Invariant($"api/v1/log/entries?logIndex={logIndex}"))
        : null;
}
