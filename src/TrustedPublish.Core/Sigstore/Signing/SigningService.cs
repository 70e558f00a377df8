namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>One service that a signing configuration lists (sigstore protobuf-specs, sigstore_trustroot.proto, Service).</summary>
/// <param name="Address">Its base address; of a timestamp authority, the very address that takes requests.</param>
/// <param name="Version">The major version of its API.</param>
/// <param name="Start">From when on it is to be used (UTC).</param>
/// <param name="End">Until when (UTC); null where no end is set.</param>
internal sealed record SigningService(Uri Address, long Version, DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>Whether it is to be used at that time.</summary>
    public bool IsValid(DateTimeOffset at) => Start <= at && (End is null || at <= End);
}
