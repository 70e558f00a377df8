namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// When a key or an authority may be relied on (UTC). Both ends belong to it (sigstore protobuf-specs,
/// sigstore_common.proto, TimeRange).
/// </summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment; null for as long as it is listed.</param>
public sealed record ValidityPeriod(DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>Whether <paramref name="time"/> is in it.</summary>
    public bool Contains(DateTimeOffset time) => Start <= time && (End is not { } end || time <= end);
}
