using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>A wheel on disk, read without unpacking anything to disk (PEP 427).</summary>
internal sealed class WheelArchive
{
    private const string MetadataPath = ".dist-info/METADATA";

    private readonly DistributionFileName _name;
    private readonly Lazy<(ZipProblem Problem, string Detail)?> _problem;

    /// <summary>Reads the directory of <paramref name="file"/>.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="PublishException"><see cref="FailureKind.ArchiveTooLarge"/>: it unpacks to more than an index takes.</exception>
    public WheelArchive(Stream file, DistributionFileName name, CancellationToken cancellationToken)
    {
        File = file;
        _name = name;
        Cancellation = cancellationToken;
        Directory = ZipDirectory.Read(file, cancellationToken);
        _problem = new(() => ZipLayout.Find(file, Directory, cancellationToken));
        var limit = ArchiveLimits.UnpackedBytes(file.Length);
        long total = 0;
        foreach (var entry in Directory.Entries)
        {
            // Added up with care: a directory may promise more bytes than a number holds.
            total = entry.Size > long.MaxValue - total ? long.MaxValue : total + entry.Size;
            if (total > limit) throw ArchiveTooLarge.Wheel(name, limit);
        }
    }

    /// <summary>The wheel's bytes.</summary>
    public Stream File { get; }

    /// <summary>Ends the reading of large members.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>What is in it.</summary>
    public ZipDirectory Directory { get; }

    /// <summary>What is unsound about its records, with what it is about; null for a sound archive.</summary>
    public (ZipProblem Problem, string Detail)? Problem => _problem.Value;

    /// <summary>The folder that the file name asks for: <c>project-version.dist-info</c>.</summary>
    public string DistInfo => $"{_name.Stem}.dist-info";

    /// <summary>The bytes of the one <c>*.dist-info/METADATA</c>, whose folder must be the one the file name asks for.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="PublishException">There is not exactly one, or it is another distribution's.</exception>
    public byte[] ReadMetadata()
    {
        var found = Directory.Entries.Where(static entry => entry.Name.EndsWith(MetadataPath, StringComparison.Ordinal)
            && entry.Name.IndexOf('/') == entry.Name.LastIndexOf('/')).ToList();
        if (found.Count == 0) throw MetadataLocation.Missing(_name, $"no {_name.Stem}{MetadataPath}");
        if (found.Count > 1) throw MetadataLocation.Ambiguous(_name, found.Select(static entry => entry.Name));
        if (found[0].Name[..^MetadataPath.Length] != _name.Stem)
        {
            throw new PublishException(
                FailureKind.MetadataMismatch,
                $"{_name.Text} holds the metadata of another distribution: {found[0].Name}.",
                "Publish the wheel under the name that the build gave it.") { Target = _name.Text };
        }

        if (found[0].Size > ArchiveLimits.MetadataBytes) throw ArchiveTooLarge.Metadata(_name, found[0].Name);
        return ZipContent.ReadAll(File, found[0], ArchiveLimits.MetadataBytes);
    }

    /// <summary>The bytes of a small file in the dist-info folder, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too long.</exception>
    public byte[]? ReadDistInfo(string name) =>
        Directory.Find($"{DistInfo}/{name}") is { } entry ? ZipContent.ReadAll(File, entry, ArchiveLimits.MetadataBytes) : null;
}
