using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// An sdist on disk, read once from front to back without unpacking anything to disk (PEP 625, PEP 643): its metadata, and
/// of everything else the names.
/// </summary>
internal sealed class SdistArchive
{
    private const string MetadataName = "PKG-INFO";

    // As many places as a message names.
    private const int MostMetadataPlaces = 3;

    private readonly List<SdistMember> _members = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<string> _metadataPlaces = [];
    private readonly DistributionFileName _name;
    private long _nameBytes;
    private byte[]? _metadata;

    /// <summary>Reads the archive to its end, so a cut one does not pass; of no more than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut.</exception>
    /// <exception cref="PublishException">Too much comes out of it.</exception>
    public SdistArchive(Stream file, DistributionFileName name, CancellationToken cancellationToken, long limit = ArchiveLimits.UnpackedSdistBytes)
    {
        _name = name;
        var gzip = new GzipReader(file);
        using var unpacked = new BoundedStream(gzip, limit, () => ArchiveTooLarge.Sdist(name, limit), cancellationToken);
        var tar = new TarScanner(unpacked);
        while (tar.Next()) Add(tar);

        // What follows the tar's end is padding; reading it lets the gzip layer check its sum.
        var rest = new byte[32 * 1024];
        while (unpacked.Read(rest) > 0)
        {
        }

        BytesBehind = gzip.BytesBehind;
        if (BytesBehind > 0 && !tar.HasEnd) throw new InvalidDataException("The tar archive in it does not end where the gzip data does.");
        UnpackedBytes = unpacked.BytesRead;
        Root = CommonPath.Of(_members);
    }

    /// <summary>How many bytes come out of it.</summary>
    public long UnpackedBytes { get; }

    /// <summary>How many bytes stand behind the gzip data that are no padding.</summary>
    public long BytesBehind { get; }

    /// <summary>Everything in it, in order.</summary>
    public IReadOnlyList<SdistMember> Members => _members;

    /// <summary>The folder that holds everything, or null where there is none.</summary>
    public string? Root { get; }

    /// <summary>Whether there is something at <paramref name="path"/> below that folder.</summary>
    public bool Holds(string path) => Root is not null && _paths.Contains($"{Root}/{path}");

    /// <summary>The bytes of the one <c>root/PKG-INFO</c>.</summary>
    /// <exception cref="PublishException">There is not exactly one.</exception>
    public byte[] ReadMetadata()
    {
        if (_metadataPlaces.Count > 1) throw MetadataLocation.Ambiguous(_name, _metadataPlaces);
        return _metadata ?? throw MetadataLocation.Missing(_name, $"no {_name.Stem}/{MetadataName}");
    }

    private void Add(TarScanner member)
    {
        _nameBytes += sizeof(char) * (long)member.Name.Length;
        if (_members.Count >= ArchiveLimits.Members || _nameBytes > ArchiveLimits.DirectoryBytes)
            throw new InvalidDataException($"More than {ArchiveLimits.Members} files are not read.");
        var added = new SdistMember(member.Name, member.Kind);
        _members.Add(added);
        _paths.Add(added.Path);

        if (member.Kind != SdistMemberKind.File) return;
        var path = member.Name.StartsWith("./", StringComparison.Ordinal) ? member.Name.AsSpan(2) : member.Name;
        var slash = path.IndexOf('/');
        if (slash <= 0 || path[(slash + 1)..] is not MetadataName) return;
        if (_metadataPlaces.Count < MostMetadataPlaces && !_metadataPlaces.Contains(member.Name, StringComparer.Ordinal)) _metadataPlaces.Add(member.Name);
        if (member.Size > ArchiveLimits.MetadataBytes) throw ArchiveTooLarge.Metadata(_name, member.Name);
        // Of two files of one path the later counts, as when the archive is unpacked.
        _metadata = member.ReadContent(ArchiveLimits.MetadataBytes);
    }
}
