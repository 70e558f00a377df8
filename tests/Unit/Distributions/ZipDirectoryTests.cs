using System.Text;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>What an archive's directory and its members are read as.</summary>
public sealed class ZipDirectoryTests : ZipArchiveTest
{
    [Fact]
    public void Reads_the_directory()
    {
        var bytes = RawZip.Write(One, Two with { Flags = 0x0800, VersionNeeded = 45 });
        var directory = Read(bytes);
        Assert.Equal(["a/one.py", "a/two.py"], directory.Entries.Select(static entry => entry.Name));
        Assert.Equal(
            new ZipEntry("a/two.py", IsNameSound: true, 0x0800, ZipEntry.Stored, RawZip.Crc("y = 22\n"u8), 7, 7, LocalHeader + 8 + 6) { VersionNeeded = 45 },
            directory.Find("a/two.py"));
        Assert.Null(directory.Find("a/Two.py"));
        Assert.Equal((2 * (LocalHeader + 8)) + 13, directory.Start);
        Assert.Equal(bytes.Length, directory.EndOfRecords);
        Assert.Null(Unsound(bytes));
    }

    [Fact]
    public void What_stands_before_the_archive_shifts_it()
    {
        byte[] bytes = [.. "#!"u8, .. RawZip.Write(One)];
        var directory = Read(bytes);
        Assert.Equal(2, directory.Entries[0].HeaderOffset);
        Assert.Equal("x = 1\n", Content(bytes, directory.Entries[0]));
        Assert.Equal("StrayBytes: at byte 0 there is no ZIP record", Unsound(bytes));
    }

    [Fact]
    public void Of_two_members_of_a_name_the_later_is_found()
    {
        var directory = Read(RawZip.Write(One, One with { Content = "other\n" }));
        Assert.Same(directory.Entries[1], directory.Find("a/one.py"));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "two")]
    [InlineData(65_535, "")]
    public void A_comment_stands_behind_the_end_record(int length, string text)
    {
        var bytes = RawZip.Write(One);
        BitConverter.GetBytes((ushort)length).CopyTo(bytes, bytes.Length - 2);
        byte[] whole = [.. bytes, .. Encoding.ASCII.GetBytes(text.PadRight(length))];
        Assert.Equal(whole.Length, Read(whole).EndOfRecords);
        Assert.Null(Unsound(whole));
    }

    [Fact]
    public void An_empty_archive_is_one()
    {
        var empty = RawZip.Write();
        Assert.Empty(Read(empty).Entries);
        Assert.True(ZipDirectory.IsThere(new MemoryStream(empty)));
        Assert.Null(Unsound(empty));
        Assert.Throws<InvalidDataException>(() => Read(empty[..^1]));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("not an archive, though it is long enough", false)]
    public void What_is_no_archive_is_not_taken_for_one(string text, bool isThere) => Assert.Equal(isThere, ZipDirectory.IsThere(new MemoryStream(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Nor_is_an_end_record_without_a_directory_before_it()
    {
        var bytes = RawZip.Write(One);
        Assert.True(ZipDirectory.IsThere(new MemoryStream(bytes)));
        bytes[LocalHeader + 8 + 6] ^= 1;
        Assert.False(ZipDirectory.IsThere(new MemoryStream(bytes)));
        Assert.Equal("A record of the central directory is not one.", Refused(bytes));
    }

    [Theory]
    [InlineData(28, 1, "The central directory ends inside a record.")]
    [InlineData(30, 1, "The central directory ends inside a record.")]
    [InlineData(32, 1, "The central directory ends inside a record.")]
    public void A_record_ends_within_the_directory(int field, byte more, string why)
    {
        var bytes = RawZip.Write(One);
        bytes[LocalHeader + 8 + 6 + field] += more;
        Assert.Equal(why, Refused(bytes));
    }

    [Fact]
    public void The_directory_is_where_the_end_record_says()
    {
        var bytes = RawZip.Write(One);
        bytes[^6]++;
        Assert.Equal("The central directory is not where the end record says.", Refused(bytes));
        bytes[^6]--;
        bytes[^9] = 1;
        Assert.Equal("The central directory is not where the end record says.", Refused(bytes));
    }

    /// <summary>The field has a number for each that says so, and in one order (APPNOTE.TXT 4.5.3).</summary>
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public void A_ZIP64_field_holds_what_the_record_does_not(bool size, bool packed, bool offset)
    {
        List<byte> numbers = [];
        if (size) numbers.AddRange(BitConverter.GetBytes(6L));
        if (packed) numbers.AddRange(BitConverter.GetBytes(6L));
        if (offset) numbers.AddRange(BitConverter.GetBytes(0L));
        var bytes = RawZip.Write(One with { CentralExtra = RawZip.Extra(Zip64, [.. numbers]) });
        var central = LocalHeader + 8 + 6;
        foreach (var (isLarge, at) in new[] { (packed, 20), (size, 24), (offset, 42) })
        {
            if (isLarge) bytes.AsSpan(central + at, 4).Fill(0xff);
        }

        var entry = Read(bytes).Entries[0];
        Assert.Equal((6, 6, 0), (entry.Size, entry.PackedSize, entry.HeaderOffset));
        Assert.Null(Unsound(bytes));

        var tooShort = RawZip.Write(One with { CentralExtra = RawZip.Extra(Zip64, [.. numbers.SkipLast(1)]) });
        bytes.AsSpan(central, CentralHeader - 18).CopyTo(tooShort.AsSpan(central));
        bytes.AsSpan(central + 42, 4).CopyTo(tooShort.AsSpan(central + 42));
        Assert.Equal("A ZIP64 field is too short.", Refused(tooShort));
    }

    [Fact]
    public void Of_two_ZIP64_fields_the_first_counts()
    {
        var bytes = RawZip.Write(One with { CentralExtra = [.. RawZip.Extra(Zip64, BitConverter.GetBytes(6L)), .. RawZip.Extra(Zip64, BitConverter.GetBytes(7L))] });
        bytes.AsSpan(LocalHeader + 8 + 6 + 24, 4).Fill(0xff);
        Assert.Equal(6, Read(bytes).Entries[0].Size);
    }

    [Fact]
    public void A_size_beyond_what_a_file_has_is_impossible()
    {
        var bytes = RawZip.Write(One with { CentralExtra = RawZip.Extra(Zip64, BitConverter.GetBytes(-1L)) });
        bytes.AsSpan(LocalHeader + 8 + 6 + 24, 4).Fill(0xff);
        Assert.Equal("A size in the ZIP records is impossible.", Refused(bytes));
    }

    [Fact]
    public void An_extra_field_is_within_its_record()
    {
        Assert.Equal("An extra field is longer than its record.", Refused(RawZip.Write(One with { CentralExtra = [0xff, 0xff, 2, 0, 1] })));
        Assert.Single(Read(RawZip.Write(One with { CentralExtra = [0xff, 0xff, 1, 0, 1, 0, 0] })).Entries);
        Assert.Equal("Disagreement: an extra field is longer than its record", Unsound(RawZip.Write(One with { LocalExtra = [0xff, 0xff, 2, 0, 1] })));
        Assert.Equal("Disagreement: an extra field is longer than its record", Unsound(RawZip.Write(One with { LocalExtra = [0xff, 0xff, 0] })));
        Assert.Null(Unsound(RawZip.Write(One with { LocalExtra = [0xff, 0xff, 1, 0, 1] })));
    }

    [Theory]
    [InlineData(5, "a/one.py unpacks to more than the 5 bytes that it promises.")]
    [InlineData(6, null)]
    [InlineData(7, "a/one.py unpacks to less than the 7 bytes that it promises.")]
    public void A_member_is_as_long_as_the_directory_says(int size, string? why)
    {
        var bytes = RawZip.Write(One);
        var entry = Read(bytes).Entries[0] with { Size = size };
        if (why is null) Assert.Equal("x = 1\n", Content(bytes, entry));
        else Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Content(bytes, entry)).Message);
    }

    [Fact]
    public void A_member_is_read_up_to_a_limit_and_held_to_its_sum()
    {
        var bytes = RawZip.Write(One);
        var entry = Read(bytes).Entries[0];
        Assert.Equal(6, ZipContent.ReadAll(new MemoryStream(bytes), entry, 6).Length);
        Assert.Equal("a/one.py is longer than 5 bytes.", Assert.Throws<InvalidDataException>(() => ZipContent.ReadAll(new MemoryStream(bytes), entry, 5)).Message);
        Assert.Equal("a/one.py is damaged: its CRC-32 is wrong.", Assert.Throws<InvalidDataException>(() => Content(bytes, entry with { Crc = 1 })).Message);
        Assert.Equal("a/one.py begins behind the end of the file.", Assert.Throws<InvalidDataException>(() => Content(bytes, entry with { HeaderOffset = bytes.Length - LocalHeader + 1 })).Message);
        Assert.Equal("a/one.py has no local header.", Assert.Throws<InvalidDataException>(() => Content(bytes, entry with { HeaderOffset = 1 })).Message);
        Assert.Equal("the header of a/two.py is that of another file.", Assert.Throws<InvalidDataException>(() => Content(bytes, entry with { Name = "a/two.py" })).Message);
        Assert.Equal("a/one.py is packed by method 9, which is neither stored nor deflated.", Assert.Throws<InvalidDataException>(() => Content(bytes, entry with { Method = 9 })).Message);
        Assert.Equal("a/one.py is encrypted.", Assert.Throws<InvalidDataException>(() => Content(bytes, entry with { Flags = 1 })).Message);
    }

    [Theory]
    [InlineData(0, 63, null)]
    [InlineData(0, 64, "needs version 6.4 of the ZIP format")]
    [InlineData(1, 20, "is encrypted")]
    [InlineData(0x40, 20, "is encrypted")]
    [InlineData(0x20, 20, "holds a patch of a file")]
    [InlineData(0x21, 20, "is encrypted")]
    [InlineData(0x1e, 20, null)]
    public void What_Python_does_not_read_is_named(ushort flags, byte version, string? feature)
    {
        var entry = new ZipEntry("x", IsNameSound: true, flags, ZipEntry.Stored, 0, 0, 0, 0) { VersionNeeded = version };
        Assert.Equal(feature, entry.UnreadFeature);
        Assert.Equal(feature is null, entry.IsReadable);
        Assert.Equal(feature is null, (entry with { Method = ZipEntry.Deflated }).IsReadable);
        Assert.False((entry with { Method = 9 }).IsReadable);
    }

    [Theory]
    [InlineData("a/", true)]
    [InlineData("a\\", true)]
    [InlineData("a/b", false)]
    public void A_folder_ends_in_a_slash(string name, bool isFolder) => Assert.Equal(isFolder, new ZipEntry(name, IsNameSound: true, 0, 0, 0, 0, 0, 0).IsDirectory);

    /// <summary>Python's zipfile looks for the last end record and gives up where that one is cut short; so does the index, which reads with it.</summary>
    [Fact]
    public void A_comment_that_ends_like_an_end_record_makes_it_no_archive()
    {
        var bytes = RawZip.Write(One);
        byte[] comment = [.. "a comment with PK"u8, 5, 6, .. "in it"u8];
        BitConverter.GetBytes((ushort)comment.Length).CopyTo(bytes, bytes.Length - 2);
        Assert.Throws<InvalidDataException>(() => Read([.. bytes, .. comment]));
    }
}
