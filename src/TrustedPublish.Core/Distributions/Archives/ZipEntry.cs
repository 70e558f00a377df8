namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>One member of a ZIP archive as its central directory describes it (APPNOTE.TXT 4.3.12).</summary>
/// <param name="Name">Its path, with <c>/</c> between parts.</param>
/// <param name="IsNameSound">Whether the name is UTF-8 and says so where it has to.</param>
/// <param name="Flags">The general purpose bit flag.</param>
/// <param name="Method">How it is packed: 0 stored, 8 deflated.</param>
/// <param name="Crc">CRC-32 of its content.</param>
/// <param name="PackedSize">Bytes in the archive.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="HeaderOffset">Where its local header begins, from the start of the file.</param>
internal sealed record ZipEntry(string Name, bool IsNameSound, ushort Flags, ushort Method, uint Crc, long PackedSize, long Size, long HeaderOffset)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    // The newest version of the format that Python's zipfile reads, 6.3.
    private const byte LatestVersion = 63;

    // Bits of the general purpose flag (APPNOTE.TXT 4.4.4).
    private const int Encrypted = 0x01;
    private const int Patch = 0x20;
    private const int StronglyEncrypted = 0x40;

    public bool IsDirectory => Name.EndsWith('/') || Name.EndsWith('\\');

    /// <summary>The version of the format that is needed to read it, in tenths.</summary>
    public byte VersionNeeded { get; init; }

    /// <summary>The name in its Unicode Path field, where that counts and is another one: Python gives the file this name.</summary>
    public string? OtherName { get; init; }

    /// <summary>What Python's zipfile does not read about it, in words that follow its name; null for nothing.</summary>
    public string? UnreadFeature => (Flags, VersionNeeded) switch
    {
        (_, > LatestVersion) => $"needs version {VersionNeeded / 10}.{VersionNeeded % 10} of the ZIP format",
        var (flags, _) when (flags & (Encrypted | StronglyEncrypted)) != 0 => "is encrypted",
        var (flags, _) when (flags & Patch) != 0 => "holds a patch of a file",
        _ => null,
    };

    /// <summary>Whether its content can be unpacked at all.</summary>
    public bool IsReadable => UnreadFeature is null && Method is (Stored or Deflated);
}
