using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Unit.Distributions;

public sealed class RecordFileTests
{
    [Fact]
    public void Reads_path_digest_and_size()
    {
        var line = Read("demo/x.py,sha256=AbC_-9==,12\n").Lines["demo/x.py"];
        Assert.Equal("demo/x.py", line.Path);
        Assert.Equal("AbC_-9", line.Digest);
        Assert.Equal(HashAlgorithmName.SHA256, line.Algorithm);
        Assert.Equal(12, line.Size);
    }

    [Theory]
    [InlineData("x,,", null, null, null)]
    [InlineData("x", null, null, null)]
    [InlineData("x,sha384=a,", "a", "SHA384", null)]
    [InlineData("x,sha512=a,7", "a", "SHA512", 7L)]
    [InlineData("x,md5=a,-7", "a", null, null)]
    [InlineData("x,sha1=a, 7", "a", null, null)]
    [InlineData("x,abc,7.0", "abc", null, null)]
    [InlineData("x,,7,more", null, null, 7L)]
    public void Takes_of_a_line_what_it_says(string text, string? digest, string? algorithm, long? size)
    {
        var line = Read(text).Lines["x"];
        Assert.Equal(digest, line.Digest);
        Assert.Equal(algorithm, line.Algorithm?.Name);
        Assert.Equal(size, line.Size);
    }

    /// <summary>As Python's csv reader takes the same lines.</summary>
    [Theory]
    [InlineData("\"a,b\",,\n", "a,b")]
    [InlineData("\"a\"\"b\",,\n", "a\"b")]
    [InlineData("\"a\"b,,\n", "ab")]
    [InlineData("a\"b\",,\n", "a\"b\"")]
    [InlineData("\"a\nb\",,\n", "ab")]
    [InlineData("a\\b,,\n", "a/b")]
    [InlineData("a,,\r\nb,,\rc,,\vd,,\n", "a b c d")]
    [InlineData("a,,\u2028b,,\u0085c,,\u001cd,,", "a b c d")]
    [InlineData("a,,\n\"b", "a b")]
    [InlineData("a,,1\na,,2\n", "a")]
    public void Reads_quotes_and_line_ends_as_Python_does(string text, string paths)
    {
        var record = Read(text);
        Assert.Null(record.Fault);
        Assert.Equal(paths.Split(' '), record.Lines.Keys);
    }

    [Fact]
    public void Of_two_lines_of_a_file_the_later_counts() => Assert.Equal(2, Read("a,,1\na,,2\n").Lines["a"].Size);

    [Theory]
    [InlineData("", null)]
    [InlineData("\n", "line 1 is blank")]
    [InlineData("a,,\n\nb,,\n", "line 2 is blank")]
    [InlineData("\"a\n\n\",,\n", null)]
    public void Names_the_line_that_is_blank(string text, string? fault) => Assert.Equal(fault, Read(text).Fault);

    [Theory]
    [InlineData(131_072, null)]
    [InlineData(131_073, "line 2 has a field of more than 131072 characters")]
    public void Reads_fields_up_to_Python_s_limit(int length, string? fault)
    {
        Assert.Equal(fault, Read($"a,,\n{new string('x', length)},,\n").Fault);
        Assert.Equal(fault, Read($"a,,\n\"{new string('x', length)}\",,\n").Fault);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_UTF_8() => Assert.Equal("it is not UTF-8", RecordFile.Read([0xff]).Fault);

    [Theory]
    [InlineData("x,sha256=d,3", "d", 3, true)]
    [InlineData("x,sha256=d,", "d", 9, true)]
    [InlineData("x,,3", "d", 3, true)]
    [InlineData("x,,", "d", 9, true)]
    [InlineData("x,sha256=D,3", "d", 3, false)]
    [InlineData("x,sha256=d,3", "d", 4, false)]
    [InlineData("x,md5=d,3", null, 3, false)]
    public void A_line_agrees_as_far_as_it_says_anything(string text, string? digest, long size, bool agrees) =>
        Assert.Equal(agrees, Read(text).Lines["x"].Agrees(new ContentSums(0, digest), size));

    private static RecordFile Read(string text) => RecordFile.Read(Encoding.UTF8.GetBytes(text));
}
