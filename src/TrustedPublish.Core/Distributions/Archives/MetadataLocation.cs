using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>The refusals of an archive that has not exactly one metadata file.</summary>
internal static class MetadataLocation
{
    public static PublishException Missing(DistributionFileName name, string what) => new(
        FailureKind.MetadataMissing,
        $"{name.Text} has no metadata: {what} is in it.",
        "Build the distribution with a build backend (python -m build); an archive packed by hand can't be published.") { Target = name.Text };

    public static PublishException Ambiguous(DistributionFileName name, IEnumerable<string> paths) => new(
        FailureKind.MetadataAmbiguous,
        $"{name.Text} has metadata in more than one place: {string.Join(", ", paths.Take(3))}.",
        "Build the distribution from a clean tree; a leftover of an older build has got into it.") { Target = name.Text };
}
