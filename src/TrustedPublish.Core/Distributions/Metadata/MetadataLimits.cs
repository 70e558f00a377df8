using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>How much of a metadata file this module reads; limits of its own, far above what projects write.</summary>
internal static class MetadataLimits
{
    /// <summary>The most fields. Projects with hundreds of extras have some two thousand.</summary>
    public const int Headers = 20_000;

    /// <summary>The longest value, in UTF-16 code units, of a field that is taken apart: a dependency, an address.</summary>
    public const int ParsedCharacters = 64 * 1024;

    /// <summary>The longest description that is looked through for faults of its markup, in UTF-16 code units.</summary>
    public const int MarkupCharacters = 256 * 1024;

    /// <summary>The refusal of metadata that goes beyond a limit.</summary>
    public static PublishException Exceeded(string fileName, string how) => new(
        FailureKind.MetadataInvalid,
        $"The metadata of {fileName} is larger than this module reads: {how}.",
        "Shorten it in pyproject.toml and build again; a build backend that repeats a field without end needs an update.") { Target = fileName };
}
