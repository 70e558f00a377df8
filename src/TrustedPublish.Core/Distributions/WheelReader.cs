using System.IO.Compression;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>Reads a wheel's METADATA without unpacking anything to disk (PEP 427).</summary>
internal static class WheelReader
{
    private const string MetadataPath = ".dist-info/METADATA";

    /// <summary>The bytes of the one <c>*.dist-info/METADATA</c>, whose folder must be the one the file name asks for.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="PublishException">There is not exactly one, or it is too large.</exception>
    public static byte[] ReadMetadata(Stream file, DistributionFileName name)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var limit = ArchiveLimits.UnpackedBytes(file.Length);
        if (archive.Entries.Sum(static entry => entry.Length) > limit) throw BoundedStream.TooLarge(name.Text, limit);

        var found = archive.Entries.Where(static entry => entry.FullName.EndsWith(MetadataPath, StringComparison.Ordinal)
            && entry.FullName.IndexOf('/') == entry.FullName.LastIndexOf('/')).ToList();
        if (found.Count == 0) throw MetadataLocation.Missing(name, $"no {name.Stem}{MetadataPath}");
        if (found.Count > 1) throw MetadataLocation.Ambiguous(name, found.Select(static entry => entry.FullName));

        var folder = found[0].FullName[..^MetadataPath.Length];
        if (folder != name.Stem)
        {
            throw new PublishException(
                FailureKind.MetadataMismatch,
                $"{name.Text} holds the metadata of another distribution: {found[0].FullName}.",
                "Publish the wheel under the name that the build gave it.") { Target = name.Text };
        }

        using var metadata = found[0].Open();
        return BoundedStream.ReadAll(metadata, ArchiveLimits.MetadataBytes, name.Text);
    }
}
