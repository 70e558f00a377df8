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

    /// <summary>
    /// The most that is unpacked of an sdist, in bytes. The index has no such bound, but must unpack an sdist whole as this
    /// does; 4 GiB are forty times PyPI's limit of a file, are as much as gzip can count, and take seconds to read.
    /// </summary>
    public const long UnpackedSdistBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Up to this size, in bytes, an archive may be packed as densely as it likes (warehouse forklift/legacy.py).</summary>
    private const long FreeUnpackedBytes = 64L * 1024 * 1024;

    /// <summary>Beyond it, the most bytes that may come out of one packed byte (warehouse forklift/legacy.py).</summary>
    private const long Ratio = 50;

    /// <summary>The most bytes that may come out of an archive of <paramref name="packed"/> bytes; the index holds wheels to it.</summary>
    public static long UnpackedBytes(long packed) => Math.Max(FreeUnpackedBytes, packed * Ratio);
}
