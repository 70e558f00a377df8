using System.Buffers.Binary;
using System.Text;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>The records of a ZIP archive: their signatures and lengths, and reading their fields (APPNOTE.TXT 4.3).</summary>
internal static class ZipFormat
{
    public const uint LocalHeader = 0x04034b50;
    public const uint CentralHeader = 0x02014b50;
    public const uint End = 0x06054b50;
    public const uint End64 = 0x06064b50;
    public const uint End64Locator = 0x07064b50;

    public const int LocalHeaderBytes = 30;
    public const int CentralHeaderBytes = 46;
    public const int EndBytes = 22;
    public const int End64Bytes = 56;
    public const int End64LocatorBytes = 20;

    /// <summary>The longest comment that may follow the end record, in bytes.</summary>
    public const int LongestComment = ushort.MaxValue;

    /// <summary>Stands for "see the ZIP64 field" in a 32-bit size.</summary>
    public const uint See64 = uint.MaxValue;

    public const ushort Utf8Flag = 0x0800;
    public const ushort DescriptorFlag = 0x0008;

    /// <summary>The extra field that holds 64-bit sizes (APPNOTE.TXT 4.5.3).</summary>
    public const ushort Extra64 = 0x0001;

    /// <summary>Info-ZIP's extra field with the name in UTF-8.</summary>
    public const ushort ExtraUnicodePath = 0x7075;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ushort U16(ReadOnlySpan<byte> record, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(record[offset..]);

    public static uint U32(ReadOnlySpan<byte> record, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(record[offset..]);

    /// <summary>A 64-bit size or offset. One beyond 2^63 is no offset of any file.</summary>
    /// <exception cref="InvalidDataException">It is beyond 2^63.</exception>
    public static long Long(ReadOnlySpan<byte> record, int offset)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(record[offset..]);
        return value >= 0 ? value : throw new InvalidDataException("A size in the ZIP records is impossible.");
    }

    /// <summary>The name in UTF-8, or null where the bytes are not UTF-8.</summary>
    public static string? Text(ReadOnlySpan<byte> name)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The name as text, whatever its bytes are: one that is not UTF-8 is told of elsewhere.</summary>
    public static string Name(ReadOnlySpan<byte> name) => Text(name) ?? Encoding.Latin1.GetString(name);

    /// <summary>Whether a name has a character that no file is named with: a control character.</summary>
    public static bool HasControlCharacter(ReadOnlySpan<byte> name) => name.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0 || name.Contains((byte)0x7f);
}
