using System.Text;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

/// <summary>What is found unsound in an archive that can be read.</summary>
public sealed class ZipLayoutTests : ZipArchiveTest
{
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
}
