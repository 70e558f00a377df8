using System.Text;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>A ZIP archive's records, changed one by one: what its directory is read as, and what is found unsound.</summary>
public sealed class ZipArchiveTests
{
    private const int LocalHeader = 30;
    private const int CentralHeader = 46;
    private const int End = 22;
    private const ushort Zip64 = 0x0001;
    private const ushort UnicodePath = 0x7075;

    private static readonly RawZipFile One = new("a/one.py", "x = 1\n");
    private static readonly RawZipFile Two = new("a/two.py", "y = 22\n");

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
    [InlineData("a/b.py", 0, true)]
    [InlineData("a/ä.py", 0, false)]
    [InlineData("a/ä.py", 0x0800, true)]
    public void A_name_of_other_letters_is_marked(string name, ushort flags, bool isSound)
    {
        var bytes = RawZip.Write(new RawZipFile(name, "") { Flags = flags });
        Assert.Equal(isSound, Read(bytes).Entries[0].IsNameSound);
        Assert.Equal(isSound ? null : $"Name: {name} is not marked as UTF-8", Unsound(bytes));
    }

    [Theory]
    [InlineData('\u001f', "Name: a name has a control character")]
    [InlineData('\u007f', "Name: a name has a control character")]
    [InlineData(' ', null)]
    [InlineData('~', null)]
    public void A_name_has_no_control_character(char character, string? problem) => Assert.Equal(problem, Unsound(RawZip.Write(One with { Name = $"a{character}b" })));

    [Fact]
    public void A_name_is_UTF_8()
    {
        var bytes = RawZip.Write(One);
        bytes[LocalHeader] = 0xe4;
        bytes[LocalHeader + 8 + 6 + CentralHeader] = 0xe4;
        var entry = Read(bytes).Entries[0];
        Assert.Equal(("ä/one.py", false), (entry.Name, entry.IsNameSound));
        Assert.Equal("Name: a name is not UTF-8", Unsound(bytes));
    }

    [Theory]
    [InlineData("\0", "Name: a/one.py has another name that is not text")]
    [InlineData("x", null)]
    public void Another_name_in_the_local_header_is_text(string name, string? problem) =>
        Assert.Equal(problem, Unsound(RawZip.Write(One with { LocalExtra = RawZip.Extra(UnicodePath, [1, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(name)]) })));

    [Fact]
    public void Another_name_counts_where_it_was_made_for_this_one()
    {
        Assert.Equal("a/b", OtherName(1, RawZip.Crc("a/one.py"u8), "a/b"u8.ToArray()));
        Assert.Null(OtherName(1, 7, "a/b"u8.ToArray()));
        Assert.Null(OtherName(2, RawZip.Crc("a/one.py"u8), "a/b"u8.ToArray()));
        Assert.Null(OtherName(1, RawZip.Crc("a/one.py"u8), []));
        Assert.Null(OtherName(1, RawZip.Crc("a/one.py"u8), "a/one.py"u8.ToArray()));
        Assert.Throws<InvalidDataException>(static () => OtherName(1, RawZip.Crc("a/one.py"u8), [0xff]));
        Assert.Equal("Name: a/one.py has another name that is not text", Unsound(RawZip.Write(One with { LocalExtra = RawZip.Extra(UnicodePath, [1, 0, 0, 0, 0, 0xff]) })));
        Assert.Null(Unsound(RawZip.Write(One with { LocalExtra = RawZip.Extra(UnicodePath, 1, 0, 0, 0) })));
        Assert.Equal("Zip64: an extra field stands there twice", Unsound(RawZip.Write(One with { LocalExtra = [.. RawZip.Extra(UnicodePath, 1), .. RawZip.Extra(UnicodePath, 1)] })));
        Assert.Null(Unsound(RawZip.Write(One with { LocalExtra = [.. RawZip.Extra(7), .. RawZip.Extra(7)] })));

        static string? OtherName(byte version, uint crc, byte[] name) =>
            Read(RawZip.Write(One with { CentralExtra = RawZip.Extra(UnicodePath, [version, .. BitConverter.GetBytes(crc), .. name]) })).Entries[0].OtherName;
    }

    [Theory]
    [InlineData(8, 6, 6, true)]
    [InlineData(16, 6, 6, true)]
    [InlineData(24, 6, 6, true)]
    [InlineData(28, 6, 6, true)]
    [InlineData(16, 6, 7, false)]
    [InlineData(16, 7, 6, false)]
    [InlineData(20, 6, 6, false)]
    public void Sizes_of_a_local_ZIP64_field(int length, long size, long packed, bool isSound)
    {
        byte[] field = [.. BitConverter.GetBytes(size), .. BitConverter.GetBytes(packed), .. new byte[12]];
        var problem = Unsound(RawZip.Write(One with { LocalSize = uint.MaxValue, LocalExtra = RawZip.Extra(Zip64, field[..length]) }));
        Assert.Equal(isSound ? null : length == 20 ? "Zip64: a ZIP64 field has the wrong length" : "Disagreement: a/one.py has other sizes in its header", problem);
    }

    [Fact]
    public void Names_what_the_two_readings_differ_in()
    {
        Assert.Equal("DataDescriptor: a/one.py", Unsound(RawZip.Write(One with { Flags = 8 })));
        Assert.Equal("DuplicateName: a/one.py", Unsound(RawZip.Write(One, One)));
        Assert.Equal("Disagreement: a/one.py begins elsewhere than the central directory says", Unsound(RawZip.Write(One with { HeaderOf = "a/two.py" }, Two)));
        Assert.Equal("Disagreement: a/one.py has other sizes in its header", Unsound(RawZip.Write(One with { LocalSize = 5 }, Two)));
        Assert.Equal("Disagreement: x/one.py is not in the central directory", Unsound(Changed(LocalHeader, (byte)'x')));
    }

    /// <summary>Python's zipfile looks for the last end record and gives up where that one is cut short; so does the index, which reads with it.</summary>
    [Fact]
    public void A_comment_that_ends_like_an_end_record_makes_it_no_archive()
    {
        var bytes = RawZip.Write(One);
        byte[] comment = [.. "a comment with PK"u8, 5, 6, .. "in it"u8];
        BitConverter.GetBytes((ushort)comment.Length).CopyTo(bytes, bytes.Length - 2);
        Assert.Throws<InvalidDataException>(() => Read([.. bytes, .. comment]));
    }

    [Fact]
    public void A_comment_of_a_member_is_found()
    {
        var bytes = RawZip.Write(One);
        const int Central = LocalHeader + 8 + 6;
        byte[] commented = [.. bytes[..(Central + CentralHeader + 8)], (byte)'c', .. bytes[^End..]];
        commented[Central + 32] = 1;
        commented[^10]++;
        Assert.Single(Read(commented).Entries);
        Assert.Equal("Comment: a member has a comment", Unsound(commented));
    }

    [Theory]
    [InlineData(-14, "Disagreement: the archive says that it is in several parts")]
    [InlineData(-12, "Disagreement: the archive says that it is in several parts")]
    public void The_end_record_counts_the_members_once(int at, string problem)
    {
        var bytes = RawZip.Write(One, Two);
        bytes[^-at]++;
        Assert.Equal(problem, Unsound(bytes));
    }

    [Fact]
    public void The_end_record_describes_the_directory()
    {
        const string Differs = "Disagreement: the end record does not describe the central directory";
        var bytes = RawZip.Write(One, Two);
        bytes[^14]--;
        bytes[^12]--;
        Assert.Equal(Differs, Unsound(bytes));
        // The last member alone: its record is all of the directory.
        var local = RawZip.Write(One, Two);
        const int First = (2 * (LocalHeader + 8)) + 13;
        byte[] hidden = [.. local[..First], .. local[(First + CentralHeader + 8)..]];
        (hidden[^14], hidden[^12]) = (1, 1);
        hidden[^10] -= CentralHeader + 8;
        Assert.Single(Read(hidden).Entries);
        Assert.Equal("Disagreement: a/one.py is not in the central directory", Unsound(hidden));
    }

    [Fact]
    public void What_follows_the_end_is_counted()
    {
        Assert.Equal("TrailingBytes: 4 bytes follow the archive's end", Unsound([.. RawZip.Write(One), .. "more"u8]));
        var bytes = RawZip.Write(One);
        bytes[^2] = 1;
        Assert.Equal("TrailingBytes: -1 bytes follow the archive's end", Unsound(bytes));
    }

    [Fact]
    public void A_record_beyond_the_end_is_found()
    {
        var bytes = RawZip.Write(One with { LocalSize = 600 });
        // The directory says the same.
        bytes[LocalHeader + 8 + 6 + 20] = bytes[LocalHeader + 8 + 6 + 24] = 600 & 0xff;
        bytes[LocalHeader + 8 + 6 + 21] = bytes[LocalHeader + 8 + 6 + 25] = 600 >> 8;
        Assert.Equal("Disagreement: a record reaches beyond the end of the file", Unsound(bytes));
        Assert.Equal("a/one.py ends behind the end of the file.", Assert.Throws<InvalidDataException>(() => Content(bytes, Read(bytes).Entries[0])).Message);
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

    /// <summary>A ZIP64 end record counts with its locator between it and the end, and where it has no data of its own.</summary>
    [Theory]
    [InlineData(44, true, 0, null)]
    [InlineData(45, true, 0, "Zip64: the ZIP64 end record has data of its own")]
    [InlineData(44, false, 0, "Zip64: the ZIP64 end record has no locator")]
    [InlineData(44, true, 24, "Zip64: the archive says that it is in several parts")]
    [InlineData(44, true, 32, "Zip64: the archive says that it is in several parts")]
    public void A_ZIP64_end_record_has_one_form(byte ownSize, bool hasLocator, int changed, string? problem)
    {
        var bytes = RawZip.Write(One);
        byte[] record =
        [
            .. "PK\u0006\u0006"u8, ownSize, .. new byte[7], 45, 0, 45, 0, .. new byte[8], .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L),
            .. BitConverter.GetBytes((long)(CentralHeader + 8)), .. BitConverter.GetBytes((long)(LocalHeader + 8 + 6)),
        ];
        if (changed > 0) record[changed]++;
        byte[] locator = [.. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. BitConverter.GetBytes(bytes.LongLength - End), 1, 0, 0, 0];
        byte[] whole = [.. bytes[..^End], .. record, .. hasLocator ? locator : [], .. bytes[^End..]];
        if (!hasLocator)
        {
            // Behind the directory to who reads from the end, where a record of it is not expected.
            whole[^6] += 56;
            BitConverter.GetBytes((uint)(CentralHeader + 8)).CopyTo(whole, whole.Length - 10);
        }

        Assert.Equal(problem, hasLocator ? Unsound(whole) : Problem(whole, Read(bytes)));
        if (hasLocator) Assert.Single(Read(whole).Entries);
    }

    private static byte[] Changed(int at, byte value)
    {
        var bytes = RawZip.Write(One);
        bytes[at] = value;
        return bytes;
    }

    private static ZipDirectory Read(byte[] bytes) => ZipDirectory.Read(new MemoryStream(bytes), TestContext.Current.CancellationToken);

    private static string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;

    private static string Content(byte[] bytes, ZipEntry entry) => Encoding.UTF8.GetString(ZipContent.ReadAll(new MemoryStream(bytes), entry, 1000));

    private static string? Unsound(byte[] bytes) => Problem(bytes, Read(bytes));

    private static string? Problem(byte[] bytes, ZipDirectory directory) =>
        ZipLayout.Find(new MemoryStream(bytes), directory, TestContext.Current.CancellationToken) is var (problem, detail) ? $"{problem}: {detail}" : null;
}
