using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishing;

/// <summary>What became of one file.</summary>
/// <param name="Distribution">The file.</param>
/// <param name="Index">The index it went to.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Sha256">Its SHA-256, hex, lower case; null where the file could not even be read.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Duration">From its turn to its end, hashing and retries included.</param>
/// <param name="Error">Why it failed.</param>
public sealed record FileResult(
    Distribution Distribution, PackageIndex Index, FileStatus Status, string? Sha256, int Attempts, TimeSpan Duration, PublishException? Error)
{
    /// <summary>The attestations that went along with it.</summary>
    public IReadOnlyList<Attestation> Attestations { get; init; } = [];

    /// <summary>Where the index shows the attestations of the file.</summary>
    public Uri ProvenancePage => Index.ProvenanceAddress(ProjectName.Normalize(Distribution.Metadata.Name), Distribution.Metadata.Version.Normalized, Distribution.FileName);

    /// <summary>The release's page on the index.</summary>
    public Uri ReleasePage => Index.ReleasePage(ProjectName.Normalize(Distribution.Metadata.Name), Distribution.Metadata.Version.Normalized);
}
