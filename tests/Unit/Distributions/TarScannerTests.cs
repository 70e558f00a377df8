using System.Text;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>Tar headers one by one: what each kind is, how long its content is, and where the next one stands.</summary>
public sealed class TarScannerTests
{
    private static readonly byte[] Next = RawTar.Header("next");

    [Theory]
    [InlineData('0', "File")]
    [InlineData('\0', "File")]
    [InlineData('7', "File")]
    [InlineData('1', "Link")]
    [InlineData('2', "Link")]
    [InlineData('3', "Special")]
    [InlineData('4', "Special")]
    [InlineData('5', "Directory")]
    [InlineData('6', "Special")]
    [InlineData('D', "Directory")]
    [InlineData('S', "Sparse")]
    [InlineData('V', "Special")]
    public void Each_type_has_its_kind(char type, string kind)
    {
        var scanner = Scan(RawTar.Header("x", type), Next);
        Assert.True(scanner.Next());
        Assert.Equal("x", scanner.Name);
        Assert.Equal(kind, scanner.Kind.ToString());
        AssertNextIsLast(scanner);
    }

    /// <summary>Before ustar a folder was a file whose name ends in a slash; a file of today is one whatever its name is.</summary>
    [Theory]
    [InlineData('\0', "Directory")]
    [InlineData('0', "File")]
    public void A_name_that_ends_in_a_slash(char type, string kind)
    {
        var scanner = Scan(RawTar.Header("x/", type));
        Assert.True(scanner.Next());
        Assert.Equal(kind, scanner.Kind.ToString());
    }

    /// <summary>Links, folders and devices have no content, whatever their size says.</summary>
    [Theory]
    [InlineData('0', 700)]
    [InlineData('7', 700)]
    [InlineData('D', 700)]
    [InlineData('1', 0)]
    [InlineData('2', 0)]
    [InlineData('3', 0)]
    [InlineData('4', 0)]
    [InlineData('5', 0)]
    [InlineData('6', 0)]
    public void Content_is_skipped_where_there_is_some(char type, int length)
    {
        var scanner = Scan(RawTar.Header("x", type, 700), length > 0 ? new byte[1024] : [], Next);
        Assert.True(scanner.Next());
        Assert.Equal(length, scanner.Size);
        AssertNextIsLast(scanner);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(100_000)]
    public void Content_is_padded_to_whole_blocks(int length)
    {
        var content = Enumerable.Range(0, length).Select(static number => (byte)number).ToArray();
        var scanner = Scan(RawTar.Member("x", content), Next);
        Assert.True(scanner.Next());
        Assert.Equal(content, scanner.ReadContent(length));
        AssertNextIsLast(scanner);

        var skipping = Scan(RawTar.Member("x", content), Next);
        Assert.True(skipping.Next());
        AssertNextIsLast(skipping);
    }

    [Fact]
    public void Content_beyond_the_limit_is_not_read()
    {
        var scanner = Scan(RawTar.Member("x", new byte[11]));
        Assert.True(scanner.Next());
        Assert.Contains("x is longer than 10 bytes", Assert.Throws<InvalidDataException>(() => scanner.ReadContent(10)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234567\0rest", 342391)]
    [InlineData("       17  \0", 15)]
    [InlineData("000000000017", 15)]
    [InlineData("\0", 0)]
    public void A_number_is_octal_up_to_a_zero(string field, long size)
    {
        var bytes = new byte[12];
        Encoding.ASCII.GetBytes(field).CopyTo(bytes, 0);
        Assert.Equal(size, SizeOf(bytes));
    }

    [Fact]
    public void Or_binary_with_its_highest_bit_set()
    {
        Assert.Equal(0x1_0203_0405_06, SizeOf([0x80, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]));
        Assert.Equal(long.MaxValue, SizeOf([0x80, 0, 0, 0, 0x7f, .. Enumerable.Repeat((byte)0xff, 7)]));
        Assert.Throws<InvalidDataException>(static () => SizeOf([0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Throws<InvalidDataException>(static () => SizeOf([0xff, .. Enumerable.Repeat((byte)0xff, 11)]));
        Assert.Throws<InvalidDataException>(static () => SizeOf("00000000008\0"u8.ToArray()));
        Assert.Throws<InvalidDataException>(static () => SizeOf("0000000000/\0"u8.ToArray()));
    }

    /// <summary>Old programs added signed characters.</summary>
    [Fact]
    public void Either_check_sum_is_right()
    {
        var header = RawTar.Header("naïve");
        Assert.True(Scan(header).Next());
        var sum = header.Sum(static value => (sbyte)value) - header.AsSpan(148, 8).ToArray().Sum(static value => (sbyte)value) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        Assert.True(Scan(header).Next());
        header[148]++;
        Assert.Throws<InvalidDataException>(() => Scan(header).Next());
    }

    [Theory]
    [InlineData("prefix/sub", '0', "prefix/sub/x")]
    [InlineData("", '0', "x")]
    [InlineData("prefix", 'S', "x")]
    public void A_name_may_have_a_prefix(string prefix, char type, string name)
    {
        var scanner = Scan(RawTar.Header("x", type, prefix: prefix));
        Assert.True(scanner.Next());
        Assert.Equal(name, scanner.Name);
    }

    /// <summary>A name of the full width of its field has no zero behind it.</summary>
    [Fact]
    public void A_name_may_fill_its_field()
    {
        var scanner = Scan(RawTar.Header(new string('x', 100), prefix: new string('y', 155)));
        Assert.True(scanner.Next());
        Assert.Equal($"{new string('y', 155)}/{new string('x', 100)}", scanner.Name);
    }

    /// <summary>GNU tar's list of holes goes on in as many blocks as say that it does.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_sparse_map_is_passed_over(int blocks)
    {
        var header = RawTar.Header("x", 'S', 5);
        header[482] = (byte)(blocks > 0 ? 1 : 0);
        var sum = header.Sum(static value => value) - header.AsSpan(148, 8).ToArray().Sum(static value => value) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        var map = Enumerable.Range(1, blocks).SelectMany(number =>
        {
            var block = Enumerable.Repeat((byte)'m', 512).ToArray();
            block[504] = (byte)(number < blocks ? 1 : 0);
            return block;
        });
        var scanner = Scan(header, [.. map], [.. "12345"u8, .. new byte[507]], Next);
        Assert.True(scanner.Next());
        Assert.Equal(SdistMemberKind.Sparse, scanner.Kind);
        AssertNextIsLast(scanner);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Headers_before_a_member_are_read_up_to_a_number(int count, bool isRead)
    {
        var scanner = Scan([.. Enumerable.Repeat(RawTar.Pax('x', ("mtime", "1")), count), Next]);
        if (isRead) AssertNextIsLast(scanner);
        else Assert.Throws<InvalidDataException>(() => scanner.Next());
    }

    [Theory]
    [InlineData((1024 * 1024) - 1, true)]
    [InlineData(1024 * 1024, false)]
    public void A_long_name_is_read_up_to_a_length(int length, bool isRead)
    {
        var scanner = Scan(RawTar.LongName(new string('n', length)), Next);
        if (!isRead)
        {
            Assert.Throws<InvalidDataException>(() => scanner.Next());
            return;
        }

        Assert.True(scanner.Next());
        Assert.Equal(length, scanner.Name.Length);
    }

    [Fact]
    public void A_long_link_name_is_passed_over() => AssertNextIsLast(Scan(RawTar.Member("././@LongLink", "target\0", 'K'), Next));

    [Fact]
    public void Says_whether_the_archive_says_where_it_ends()
    {
        var ended = Scan(Next, new byte[512]);
        Assert.True(ended.Next());
        Assert.False(ended.HasEnd);
        Assert.False(ended.Next());
        Assert.True(ended.HasEnd);
        var open = Scan(Next);
        AssertNextIsLast(open);
        Assert.False(open.HasEnd);
        Assert.Throws<EndOfStreamException>(static () => Scan(Next[..511]).Next());
    }

    [Fact]
    public void A_cut_content_is_noticed()
    {
        var scanner = Scan(RawTar.Member("x", new byte[600])[..1535]);
        Assert.True(scanner.Next());
        Assert.Throws<EndOfStreamException>(() => scanner.Next());
    }

    [Theory]
    [InlineData("path=a/b", "a/b", null, false)]
    [InlineData("path=", "", null, false)]
    [InlineData("path=a=b", "a=b", null, false)]
    [InlineData("size=12", null, 12L, false)]
    [InlineData("GNU.sparse.major=1", null, null, true)]
    [InlineData("GNU.sparse.=1", null, null, true)]
    [InlineData("GNU.sparse=1", null, null, false)]
    [InlineData("pathx=a", null, null, false)]
    [InlineData("mtime=1.5", null, null, false)]
    public void Of_pax_records_those_count_that_change_the_reading(string record, string? path, long? size, bool isSparse)
    {
        var parts = record.Split('=', 2);
        var bytes = Encoding.UTF8.GetBytes(RawTar.Record(parts[0], parts[1]));
        Assert.Equal(new TarAttributes(path, size, isSparse), default(TarAttributes).Read(bytes));
        Assert.Equal(new TarAttributes(path, size, isSparse), default(TarAttributes).Read([.. bytes, 0, (byte)'x']));
    }

    [Theory]
    [InlineData("5 a=\n", true)]
    [InlineData("05 a=\n", false)]
    [InlineData("006 a=\n", false)]
    [InlineData("0007 a=\n", false)]
    [InlineData("4 a=\n", false)]
    [InlineData("6 a=\n", false)]
    [InlineData("5 a=x", false)]
    [InlineData("5 ab\n", false)]
    [InlineData("6 =ab\n", false)]
    [InlineData(" 5 a=\n", false)]
    [InlineData("-5 a=\n", false)]
    [InlineData("5a=\n", false)]
    [InlineData("10 size=x\n", false)]
    [InlineData("11 size=-1\n", false)]
    [InlineData("2 \n\n\n\n", false)]
    [InlineData("00000000000000000024 a=\n", true)]
    [InlineData("000000000000000000025 a=\n", false)]
    public void A_pax_record_has_one_form(string text, bool isRead)
    {
        if (isRead) Assert.Equal(default, default(TarAttributes).Read(Encoding.ASCII.GetBytes(text)));
        else Assert.Throws<InvalidDataException>(() => default(TarAttributes).Read(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void What_is_said_first_stays()
    {
        var first = new TarAttributes("a", null, IsSparse: false);
        Assert.Equal(new TarAttributes("a", 2, IsSparse: true), first.Or(new TarAttributes("b", 2, IsSparse: true)));
        Assert.Equal(new TarAttributes("a", 1, IsSparse: true), new TarAttributes(null, 1, IsSparse: true).Or(first));
        Assert.Equal(first, first.Or(default));
        Assert.Equal(1, new TarAttributes(null, 1, IsSparse: false).Or(new TarAttributes(null, 2, IsSparse: false)).Size);
    }

    private static TarScanner Scan(params byte[][] parts) => new(new MemoryStream([.. parts.SelectMany(static part => part)]));

    private static long SizeOf(byte[] field)
    {
        var scanner = Scan(RawTar.Header("x", sizeField: field));
        Assert.True(scanner.Next());
        return scanner.Size;
    }

    private static void AssertNextIsLast(TarScanner scanner)
    {
        Assert.True(scanner.Next());
        Assert.Equal("next", scanner.Name);
        Assert.Equal(SdistMemberKind.File, scanner.Kind);
        Assert.Equal(0, scanner.Size);
        Assert.False(scanner.Next());
    }
}
