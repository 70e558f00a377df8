using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>Reads an sdist's PKG-INFO without unpacking anything to disk (PEP 625, PEP 643).</summary>
internal static class SdistReader
{
    private const string MetadataName = "PKG-INFO";

    /// <summary>The bytes of the one <c>root/PKG-INFO</c>. The archive is read to its end, so a cut one does not pass.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut.</exception>
    /// <exception cref="PublishException">There is not exactly one, or too much comes out of the archive.</exception>
    public static byte[] ReadMetadata(Stream file, DistributionFileName name)
    {
        using var unpacked = new BoundedStream(
            new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), ArchiveLimits.UnpackedBytes(file.Length), name.Text);
        byte[]? metadata = null;
        var places = new List<string>();
        using (var tar = new TarReader(unpacked, leaveOpen: true))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (!IsMetadata(entry)) continue;
                places.Add(entry.Name);
                if (entry.DataStream is { } content) metadata ??= BoundedStream.ReadAll(content, ArchiveLimits.MetadataBytes, name.Text);
            }
        }

        // What follows the tar's end is padding; reading it lets the gzip layer check its sum.
        var rest = new byte[32 * 1024];
        while (unpacked.Read(rest) > 0)
        {
        }

        CheckEnd(file, unpacked.Position);

        if (places.Count > 1) throw MetadataLocation.Ambiguous(name, places);
        return metadata ?? throw MetadataLocation.Missing(name, $"no {name.Stem}/{MetadataName}");
    }

    /// <summary>
    /// A gzip file ends with the length of what was packed (RFC 1952, ISIZE). The framework takes a file whose end is
    /// missing for a whole one, so this looks.
    /// </summary>
    private static void CheckEnd(Stream file, long unpacked)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        if (file.Length < length.Length) throw new InvalidDataException("There is no gzip data in it.");
        file.Seek(-length.Length, SeekOrigin.End);
        file.ReadExactly(length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != unchecked((uint)unpacked)) throw new InvalidDataException("The gzip data ends too early.");
    }

    private static bool IsMetadata(TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) return false;
        var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name.AsSpan(2) : entry.Name;
        var slash = path.IndexOf('/');
        return slash > 0 && path[(slash + 1)..] is MetadataName;
    }
}
