using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Unit.Index;

public sealed class PackageIndexTests
{
    [Theory]
    [InlineData("pypi")]
    [InlineData("PyPI")]
    [InlineData("https://pypi.org")]
    [InlineData("https://pypi.org/")]
    [InlineData("https://upload.pypi.org/legacy/")]
    [InlineData("https://upload.pypi.org/legacy")]
    public void PyPI_has_one_meaning(string text)
    {
        var index = PackageIndex.Parse(text);
        Assert.Equal(PackageIndex.PyPI, index);
        Assert.Equal("https://upload.pypi.org/legacy/", index.UploadAddress.AbsoluteUri);
        Assert.Equal("https://pypi.org/_/oidc/audience", index.AudienceAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("testpypi")]
    [InlineData("https://test.pypi.org/legacy/")]
    [InlineData("https://test.pypi.org")]
    public void So_has_TestPyPI(string text) => Assert.Equal(PackageIndex.TestPyPI, PackageIndex.Parse(text));

    [Theory]
    [InlineData("https://packages.example.org")]
    [InlineData("https://packages.example.org/")]
    [InlineData("https://packages.example.org/legacy/")]
    [InlineData("https://PACKAGES.example.org/legacy")]
    public void And_any_other_index(string text)
    {
        var index = PackageIndex.Parse(text);
        Assert.Equal("https://packages.example.org/", index.Name);
        Assert.Equal("https://packages.example.org/legacy/", index.UploadAddress.AbsoluteUri);
        Assert.Equal("https://packages.example.org/_/oidc/mint-token", index.MintAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://localhost:8000/legacy/")]
    [InlineData("http://[::1]:8000/")]
    public void Plain_http_is_for_this_machine(string text) => Assert.StartsWith("http://", PackageIndex.Parse(text).Name, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://pypi.org/")]
    [InlineData("http://upload.pypi.org/legacy/")]
    [InlineData("http://127.0.0.1.example.org/")]
    [InlineData("http://192.168.1.5/")]
    public void And_for_no_other(string text) =>
        Assert.Equal(FailureKind.IndexAddressInsecure, Assert.Throws<PublishException>(() => PackageIndex.Parse(text)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("pypy")]
    [InlineData("ftp://pypi.org/")]
    [InlineData("https://pypi.org/simple/")]
    [InlineData("https://host/?a=1")]
    [InlineData("/legacy/")]
    public void Refuses_what_is_no_index(string text) =>
        Assert.Equal(FailureKind.IndexAddressInvalid, Assert.Throws<PublishException>(() => PackageIndex.Parse(text)).Kind);

    [Fact]
    public void Quotes_no_password_of_an_address()
    {
        var failure = Assert.Throws<PublishException>(() => PackageIndex.Parse("https://user:hunter2@host/"));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }
}
