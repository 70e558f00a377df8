using System.Buffers.Binary;
using System.IO.Compression;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// An sdist on disk, read once from front to back without unpacking anything to disk (PEP 625, PEP 643): its metadata, and
/// of everything else the names.
/// </summary>
internal sealed class SdistArchive
{
    private const string MetadataName = "PKG-INFO";
    private const int LongestPadding = 64 * 1024;

    private readonly List<SdistMember> _members = [];
    private readonly List<string> _metadataPlaces = [];
    private readonly DistributionFileName _name;
    private long _nameCharacters;
    private byte[]? _metadata;

    /// <summary>Reads the archive to its end, so a cut one does not pass.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut.</exception>
    /// <exception cref="PublishException">Too much comes out of it.</exception>
    public SdistArchive(Stream file, DistributionFileName name, CancellationToken cancellationToken)
    {
        _name = name;
        using var unpacked = new BoundedStream(
            new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), ArchiveLimits.UnpackedBytes(file.Length), name.Text, cancellationToken);
        var tar = new TarScanner(unpacked);
        while (tar.Next()) Add(tar);

        // What follows the tar's end is padding; reading it lets the gzip layer check its sum.
        var rest = new byte[32 * 1024];
        while (unpacked.Read(rest) > 0)
        {
        }

        CheckEnd(file, unpacked.BytesRead);
    }

    /// <summary>Everything in it, in order.</summary>
    public IReadOnlyList<SdistMember> Members => _members;

    /// <summary>The bytes of the one <c>root/PKG-INFO</c>.</summary>
    /// <exception cref="PublishException">There is not exactly one.</exception>
    public byte[] ReadMetadata()
    {
        if (_metadataPlaces.Count > 1) throw MetadataLocation.Ambiguous(_name, _metadataPlaces);
        return _metadata ?? throw MetadataLocation.Missing(_name, $"no {_name.Stem}/{MetadataName}");
    }

    private void Add(TarScanner member)
    {
        _nameCharacters += member.Name.Length;
        if (_members.Count >= ArchiveLimits.Members || _nameCharacters > ArchiveLimits.DirectoryBytes)
            throw new InvalidDataException($"More than {ArchiveLimits.Members} files are not read.");
        _members.Add(new SdistMember(member.Name, member.Kind));

        if (member.Kind != SdistMemberKind.File) return;
        var path = member.Name.StartsWith("./", StringComparison.Ordinal) ? member.Name.AsSpan(2) : member.Name;
        var slash = path.IndexOf('/');
        if (slash <= 0 || path[(slash + 1)..] is not MetadataName) return;
        if (!_metadataPlaces.Contains(member.Name, StringComparer.Ordinal)) _metadataPlaces.Add(member.Name);
        if (member.Size > ArchiveLimits.MetadataBytes) throw BoundedStream.TooLarge(_name.Text, ArchiveLimits.MetadataBytes);
        // Of two files of one path the later counts, as when the archive is unpacked.
        _metadata = member.ReadContent(ArchiveLimits.MetadataBytes);
    }

    /// <summary>
    /// A gzip file ends with the length of what was packed (RFC 1952, ISIZE). The framework takes a file whose end is
    /// missing for a whole one, so this looks. Zeros may follow (tar pads to blocks), and of several members put together
    /// only the last says its length.
    /// </summary>
    private static void CheckEnd(Stream file, long unpacked)
    {
        var tail = new byte[(int)Math.Min(file.Length, LongestPadding)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        for (var end = tail.Length; end >= sizeof(uint); end--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end - sizeof(uint))) == unchecked((uint)unpacked)) return;
            if (tail[end - 1] != 0) break;
        }

        if (!HasSecondMember(file)) throw new InvalidDataException("The gzip data ends too early.");
    }

    private static bool HasSecondMember(Stream file)
    {
        ReadOnlySpan<byte> magic = [0x1f, 0x8b, 0x08];
        var buffer = new byte[LongestPadding];
        file.Position = 1;
        int kept = 0, read;
        while ((read = file.Read(buffer.AsSpan(kept))) > 0)
        {
            var filled = buffer.AsSpan(0, kept + read);
            if (filled.IndexOf(magic) >= 0) return true;
            // The three bytes may lie across two reads.
            kept = Math.Min(magic.Length - 1, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
