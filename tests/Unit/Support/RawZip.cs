using System.Text;

namespace TrustedPublish.Unit.Support;

/// <summary>A stored file of a ZIP archive, with what its records say where that is not the truth.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its content.</param>
internal sealed record RawZipFile(string Name, string Content)
{
    public ushort Flags { get; init; }

    public byte VersionNeeded { get; init; } = 20;

    /// <summary>The CRC-32 in the central directory.</summary>
    public uint? Crc { get; init; }

    /// <summary>The file whose local header the central directory names.</summary>
    public string? HeaderOf { get; init; }

    /// <summary>The sizes in the local header.</summary>
    public uint? LocalSize { get; init; }

    public byte[] LocalExtra { get; init; } = [];

    public byte[] CentralExtra { get; init; } = [];
}

/// <summary>Writes ZIP records one by one.</summary>
internal static class RawZip
{
    public static byte[] Write(params RawZipFile[] files)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var offsets = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            offsets[file.Name] = (uint)bytes.Position;
            var content = Encoding.UTF8.GetBytes(file.Content);
            writer.Write(0x04034b50);
            writer.Write((ushort)20);
            Describe(writer, file, Crc(content), file.LocalSize ?? (uint)content.Length, file.LocalExtra);
            writer.Write(Encoding.UTF8.GetBytes(file.Name));
            writer.Write(file.LocalExtra);
            writer.Write(content);
        }

        var start = (uint)bytes.Position;
        foreach (var file in files)
        {
            var content = Encoding.UTF8.GetBytes(file.Content);
            writer.Write(0x02014b50);
            writer.Write((ushort)20);
            writer.Write((ushort)file.VersionNeeded);
            Describe(writer, file, file.Crc ?? Crc(content), (uint)content.Length, file.CentralExtra);
            writer.Write(new byte[10]);
            writer.Write(offsets[file.HeaderOf ?? file.Name]);
            writer.Write(Encoding.UTF8.GetBytes(file.Name));
            writer.Write(file.CentralExtra);
        }

        var size = (uint)bytes.Position - start;
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write((ushort)files.Length);
        writer.Write((ushort)files.Length);
        writer.Write(size);
        writer.Write(start);
        writer.Write((ushort)0);
        return bytes.ToArray();
    }

    /// <summary>An extra field.</summary>
    public static byte[] Extra(ushort id, params byte[] content) => [.. BitConverter.GetBytes(id), .. BitConverter.GetBytes((ushort)content.Length), .. content];

    /// <summary>CRC-32, by the plainest of its definitions.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            remainder ^= value;
            for (var bit = 0; bit < 8; bit++) remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ 0xEDB88320 : remainder >> 1;
        }

        return ~remainder;
    }

    /// <summary>What local and central header have in common, from the flags to the lengths.</summary>
    private static void Describe(BinaryWriter writer, RawZipFile file, uint crc, uint size, byte[] extra)
    {
        writer.Write(file.Flags);
        writer.Write((ushort)0);
        writer.Write(0);
        writer.Write(crc);
        writer.Write(size);
        writer.Write(size);
        writer.Write((ushort)Encoding.UTF8.GetByteCount(file.Name));
        writer.Write((ushort)extra.Length);
    }
}
