using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>The refusals of an archive out of which too much comes.</summary>
internal static class ArchiveTooLarge
{
    /// <summary>A wheel that unpacks to more than its size allows (warehouse forklift/legacy.py).</summary>
    public static PublishException Wheel(DistributionFileName name, long limit) => new(
        FailureKind.ArchiveTooLarge,
        $"{name.Text} unpacks to more than {Megabytes(limit)} MiB where its size allows no more.",
        "Such a wheel is refused by the index as a compression bomb. Build it again and look at what it packs.") { Target = name.Text };

    /// <summary>An sdist that unpacks to more than is read of any.</summary>
    public static PublishException Sdist(DistributionFileName name, long limit) => new(
        FailureKind.ArchiveTooLarge,
        $"{name.Text} unpacks to more than {Megabytes(limit)} MiB; more is not read.",
        "An sdist holds a project's source code: look at what else it packs, and leave that out of the build.") { Target = name.Text };

    /// <summary>METADATA or PKG-INFO beyond what is read of it.</summary>
    public static PublishException Metadata(DistributionFileName name, string path) => new(
        FailureKind.ArchiveTooLarge,
        $"{path} in {name.Text} is longer than {Megabytes(ArchiveLimits.MetadataBytes)} MiB; more is not read.",
        "Shorten the description (readme in pyproject.toml) and build again.") { Target = name.Text };

    private static long Megabytes(long bytes) => bytes / 1024 / 1024;
}
