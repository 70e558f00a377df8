using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Unit.Distributions;

public sealed class PackageVersionTests
{
    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("v1.0", "1.0")]
    [InlineData(" 1.0 ", "1.0")]
    [InlineData("1.0.0a1", "1.0.0a1")]
    [InlineData("1.0.0-ALPHA.1", "1.0.0a1")]
    [InlineData("1.0beta", "1.0b0")]
    [InlineData("1.0B2", "1.0b2")]
    [InlineData("1.0c3", "1.0rc3")]
    [InlineData("1.0+01a.01", "1.0+01a.1")]
    [InlineData("1.0preview2", "1.0rc2")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.0rev4", "1.0.post4")]
    [InlineData("1.0.post", "1.0.post0")]
    [InlineData("1.0DEV3", "1.0.dev3")]
    [InlineData("2!01.002", "2!1.2")]
    [InlineData("1.0+Ubuntu-1.007", "1.0+ubuntu.1.7")]
    [InlineData("1.0a1.post2.dev3+l", "1.0a1.post2.dev3+l")]
    public void Normalizes_as_PEP_440_says(string text, string normalized) =>
        Assert.Equal(normalized, PackageVersion.TryParse(text)?.Normalized);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.0-")]
    [InlineData("1..0")]
    [InlineData("1.0+")]
    [InlineData("1.0 0")]
    [InlineData("٣.1")]
    [InlineData(null)]
    public void Refuses_what_is_no_version(string? text) => Assert.Null(PackageVersion.TryParse(text));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Reads_a_text_up_to_a_length(int length, bool isRead) => Assert.Equal(isRead, PackageVersion.TryParse(new string('1', length)) is not null);

    [Theory]
    [InlineData("1", "1.0.0", true)]
    [InlineData("1.0rc1", "1.0.0-c.1", true)]
    [InlineData("0", "0.0", true)]
    [InlineData("1.0", "1.0.post0", false)]
    [InlineData("1.0", "1!1.0", false)]
    [InlineData("1.10", "1.1", false)]
    public void Compares_by_meaning_not_by_text(string left, string right, bool equal) =>
        Assert.Equal(equal, PackageVersion.TryParse(left)!.Equals(PackageVersion.TryParse(right)));
}
