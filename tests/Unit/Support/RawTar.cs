using System.IO.Compression;
using System.Text;

namespace TrustedPublish.Unit.Support;

/// <summary>Tar headers as a test wants them, byte by byte; the framework's writer makes none that are odd.</summary>
internal static class RawTar
{
    private const int Block = 512;

    /// <summary>The blocks of zeros that an archive ends with.</summary>
    public static byte[] End { get; } = new byte[2 * Block];

    /// <summary>A gzip file of nothing; the framework writes none.</summary>
    public static byte[] EmptyGzip { get; } = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>A header alone.</summary>
    public static byte[] Header(string name, char type = '0', long size = 0, string prefix = "", byte[]? sizeField = null)
    {
        var header = new byte[Block];
        Encoding.UTF8.GetBytes(name).CopyTo(header, 0);
        foreach (var (at, text) in new[] { (100, "0000644\0"), (108, "0000000\0"), (116, "0000000\0"), (136, "00000000000\0"), (148, "        "), (257, "ustar\000") }) Encoding.ASCII.GetBytes(text).CopyTo(header, at);
        (sizeField ?? Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0') + "\0")).CopyTo(header, 124);
        header[156] = (byte)type;
        Encoding.UTF8.GetBytes(prefix).CopyTo(header, 345);
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(static value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    /// <summary>A header and its content.</summary>
    public static byte[] Member(string name, byte[] content, char type = '0', string prefix = "", byte[]? sizeField = null) =>
        [.. Header(name, type, content.Length, prefix, sizeField), .. content, .. new byte[(Block - (content.Length % Block)) % Block]];

    /// <summary>A header and its content.</summary>
    public static byte[] Member(string name, string content, char type = '0', string prefix = "", byte[]? sizeField = null) =>
        Member(name, Encoding.UTF8.GetBytes(content), type, prefix, sizeField);

    /// <summary>A pax header of these records; <c>g</c> for all members that follow, <c>X</c> as Solaris wrote it.</summary>
    public static byte[] Pax(char type, params (string Key, string Value)[] records) => Member("pax", string.Concat(records.Select(static record => Record(record.Key, record.Value))), type);

    /// <summary>The longer name of the next member as GNU tar writes it.</summary>
    public static byte[] LongName(string name) => Member("././@LongLink", name + "\0", 'L');

    public static string Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = rest;
        while (length != rest + length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length) length = rest + length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return $"{length} {key}={value}\n";
    }

    public static byte[] Gzip(params byte[][] parts)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            foreach (var part in parts) gzip.Write(part);
        }

        return packed.ToArray();
    }
}
