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

    public bool IsDirectory => Name.EndsWith('/') || Name.EndsWith('\\');

    public bool IsEncrypted => (Flags & 1) != 0;
}
