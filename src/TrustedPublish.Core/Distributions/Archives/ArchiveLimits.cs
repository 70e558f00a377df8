namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>How much an archive may make this module read, whatever it says of itself.</summary>
public static class ArchiveLimits
{
    /// <summary>The longest METADATA or PKG-INFO that is read, in bytes. PyPI's longest descriptions are under 1 MiB.</summary>
    public const int MetadataBytes = 8 * 1024 * 1024;

    /// <summary>The most members that are listed. The largest wheels on PyPI have some ten thousand.</summary>
    public const int Members = 200_000;

    /// <summary>The longest list of members that is kept, in bytes.</summary>
    public const long DirectoryBytes = 64L * 1024 * 1024;

    /// <summary>Up to this size, in bytes, an archive may be packed as densely as it likes (warehouse utils/zipfiles.py).</summary>
    private const long FreeUnpackedBytes = 64L * 1024 * 1024;

    /// <summary>Beyond it, the most bytes that may come out of one packed byte (warehouse utils/zipfiles.py).</summary>
    private const long Ratio = 50;

    /// <summary>The most bytes that may come out of a file of <paramref name="packed"/> bytes.</summary>
    public static long UnpackedBytes(long packed) => Math.Max(FreeUnpackedBytes, packed * Ratio);
}
