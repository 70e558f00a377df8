using System.IO.Compression;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>Gzip files as Python's gzip reads them (RFC 1952).</summary>
public sealed class GzipReaderTests
{
    private const byte HeaderSum = 2;
    private const byte Extra = 4;
    private const byte Name = 8;
    private const byte Comment = 16;

    private static readonly byte[] Text = [.. Enumerable.Range(0, 5000).Select(static number => (byte)(number * number % 251))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void Unpacks_into_buffers_of_any_size(int buffer) => AssertUnpacks(Text, 0, RawTar.Gzip(Text), buffer);

    [Fact]
    public void Takes_files_of_any_length()
    {
        for (var length = 1; length < 400; length++) AssertUnpacks(Text[..length], 0, RawTar.Gzip(Text[..length]));
        AssertUnpacks([], 0, RawTar.EmptyGzip);
    }

    /// <summary>The file's last bytes are zeros of its own, where a search for its end from behind passes over them.</summary>
    [Fact]
    public void Takes_a_file_that_ends_in_zeros_of_its_own()
    {
        // The length is a multiple of 2^24: three of its four bytes are zeros.
        var (bytes, behind) = Read([.. RawTar.Gzip(new byte[1 << 24]), .. new byte[100]], 1 << 20);
        Assert.Equal((1 << 24, 0), (bytes.Length, behind));
    }

    [Theory]
    [InlineData(0, new byte[0])]
    [InlineData(Extra, new byte[] { 3, 0, 1, 2, 3 })]
    [InlineData(Extra, new byte[] { 0, 0 })]
    [InlineData(Name, new byte[] { (byte)'n', 0 })]
    [InlineData(Comment, new byte[] { (byte)'c', (byte)'c', 0 })]
    [InlineData(HeaderSum, new byte[] { 9, 9 })]
    [InlineData(HeaderSum | Extra | Name | Comment, new byte[] { 1, 0, 7, (byte)'n', 0, (byte)'c', 0, 9, 9 })]
    public void Passes_over_what_a_header_holds(byte flags, byte[] fields) => AssertUnpacks(Text, 0, WithHeader(flags, fields));

    [Theory]
    [InlineData(Name, new byte[] { (byte)'n' })]
    [InlineData(Comment, new byte[] { (byte)'c' })]
    [InlineData(Extra, new byte[] { 1 })]
    public void A_header_that_is_cut_is_noticed(byte flags, byte[] fields) =>
        Assert.Throws<EndOfStreamException>(() => Read([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 0, .. fields]));

    [Fact]
    public void Wherever_a_file_is_cut_it_is_noticed()
    {
        var whole = RawTar.Gzip(Text[..700]);
        for (var length = 2; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Contains("too early", Assert.Throws<EndOfStreamException>(() => Read(cut)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "It is no gzip file.")]
    [InlineData(1, "It is no gzip file.")]
    [InlineData(2, "Its gzip data is packed by another method than deflate.")]
    [InlineData(10, "Its gzip data can't be unpacked.")]
    public void Says_what_is_damaged(int at, string why)
    {
        var bytes = RawTar.Gzip(Text);
        bytes[at] = 0xff;
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Read(bytes)).Message);
    }

    [Theory]
    [InlineData(8, "The check sum (CRC-32) of its gzip data is wrong.")]
    [InlineData(5, "The check sum (CRC-32) of its gzip data is wrong.")]
    [InlineData(4, "The length that its gzip data ends with is wrong.")]
    [InlineData(1, "The length that its gzip data ends with is wrong.")]
    public void Holds_it_to_its_sum_and_length(int fromEnd, string why)
    {
        var bytes = RawTar.Gzip(Text);
        bytes[^fromEnd] ^= 1;
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Read(bytes)).Message);
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Read([.. RawTar.Gzip(Text), .. bytes])).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32 * 1024)]
    [InlineData(70_000)]
    public void Reads_on_behind_zeros(int zeros)
    {
        var padding = new byte[zeros];
        AssertUnpacks([.. Text, .. Text], 0, [.. RawTar.Gzip(Text), .. padding, .. RawTar.Gzip(Text), .. padding]);
        AssertUnpacks(Text, 4, [.. RawTar.Gzip(Text), .. padding, .. "more"u8]);
        // What looks like a member by its first byte alone is none.
        AssertUnpacks(Text, 2, [.. RawTar.Gzip(Text), .. padding, 0x1f, 1]);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Reads_members_up_to_a_number(int count, bool isRead)
    {
        byte[] bytes = [.. Enumerable.Repeat(RawTar.EmptyGzip, count).SelectMany(static member => member)];
        if (isRead) AssertUnpacks([], 0, bytes);
        else Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Fact]
    public void Nothing_is_no_gzip_file() => Assert.Throws<InvalidDataException>(static () => Read([]));

    [Fact]
    public void Into_no_buffer_reads_nothing()
    {
        using var reader = new GzipReader(new MemoryStream(RawTar.Gzip(Text)));
        Assert.Equal(0, reader.Read([]));
        Assert.Equal(Text[0], reader.ReadByte());
    }

    /// <summary>A header with these flags and fields before the packed text.</summary>
    private static byte[] WithHeader(byte flags, byte[] fields)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(Text);
        return [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, .. fields, .. packed.ToArray(), .. BitConverter.GetBytes(RawZip.Crc(Text)), .. BitConverter.GetBytes(Text.Length)];
    }

    private static void AssertUnpacks(byte[] expected, long behind, byte[] bytes, int buffer = 4096)
    {
        var read = Read(bytes, buffer);
        Assert.Equal(expected, read.Unpacked);
        Assert.Equal(behind, read.Behind);
    }

    private static (byte[] Unpacked, long Behind) Read(byte[] bytes, int buffer = 4096)
    {
        using var reader = new GzipReader(new MemoryStream(bytes));
        using var unpacked = new MemoryStream();
        reader.CopyTo(unpacked, buffer);
        return (unpacked.ToArray(), reader.BytesBehind);
    }
}
