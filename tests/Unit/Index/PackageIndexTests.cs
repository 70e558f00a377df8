using TrustedPublish.Core.Distributions.Rules;
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
    [InlineData("https://upload.pypi.org")]
    [InlineData("https://www.pypi.org/")]
    [InlineData("https://pypi.python.org/")]
    [InlineData(" https://pypi.org:443/ ")]
    public void PyPI_has_one_meaning(string text)
    {
        var index = PackageIndex.Parse(text);
        Assert.Equal(PackageIndex.PyPI, index);
        Assert.Equal("https://upload.pypi.org/legacy/", index.UploadAddress.AbsoluteUri);
        Assert.Equal("https://pypi.org/_/oidc/audience", index.AudienceAddress.AbsoluteUri);
        Assert.Equal("pypi", index.ToString());
        Assert.True(index.IsPyPI);
        Assert.Equal(RuleScope.PyPI, index.Rules);
    }

    [Theory]
    [InlineData("testpypi")]
    [InlineData("https://test.pypi.org/legacy/")]
    [InlineData("https://test.pypi.org")]
    [InlineData("https://testpypi.python.org/")]
    public void So_has_TestPyPI(string text)
    {
        var index = PackageIndex.Parse(text);
        Assert.Equal(PackageIndex.TestPyPI, index);
        Assert.Equal("https://test.pypi.org/legacy/", index.UploadAddress.AbsoluteUri);
        Assert.True(index.IsPyPI);
        Assert.Equal(RuleScope.PyPI, index.Rules);
    }

    /// <summary>A server of another port or path is another index, whatever its host's name is.</summary>
    [Theory]
    [InlineData("https://pypi.org:8443/")]
    [InlineData("https://pypi.org/mirror/")]
    [InlineData("https://test.pypi.org:8443/")]
    [InlineData("https://pypi.org.example.org/")]
    public void But_only_at_its_own_address(string text)
    {
        var index = PackageIndex.Parse(text);
        Assert.Equal(text, index.Name);
        Assert.False(index.IsPyPI);
    }

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
        Assert.Equal("https://packages.example.org/_/oidc/burn-token", index.RevokeAddress.AbsoluteUri);
        Assert.False(index.IsPyPI);
        Assert.Equal(RuleScope.AnyIndex, index.Rules);
    }

    /// <summary>An index that is one of several of a server (Artifactory, Nexus) has all its services below its own path.</summary>
    [Theory]
    [InlineData("https://host.example.org:8443/repository/py")]
    [InlineData("https://host.example.org:8443/repository/py/")]
    [InlineData("https://host.example.org:8443/repository/py/legacy/")]
    public void An_index_may_have_a_path(string text)
    {
        var index = PackageIndex.Parse(text);
        Assert.Equal("https://host.example.org:8443/repository/py/", index.Name);
        Assert.Equal("https://host.example.org:8443/repository/py/legacy/", index.UploadAddress.AbsoluteUri);
        Assert.Equal("https://host.example.org:8443/repository/py/simple/de-mo/", index.FileListAddress("De_Mo").AbsoluteUri);
    }

    [Fact]
    public void Names_the_pages_for_people()
    {
        var index = PackageIndex.Parse("https://packages.example.org");
        Assert.Equal("https://packages.example.org/manage/account/publishing/", index.NewProjectFormAddress.AbsoluteUri);
        Assert.Equal("https://packages.example.org/project/demo/1.0%2Bl/", index.ReleasePage("demo", "1.0+l").AbsoluteUri);
        Assert.Equal(
            "https://packages.example.org/manage/project/demo/settings/publishing/?provider=github&owner=octo-org&workflow_filename=a%26b.yml",
            index.PublisherFormAddress("demo", "github", [new("owner", "octo-org"), new("workflow_filename", "a&b.yml")]).AbsoluteUri);
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
    public void And_for_no_other(string text)
    {
        var failure = Assert.Throws<PublishException>(() => PackageIndex.Parse(text));
        Assert.Equal(FailureKind.IndexAddressInsecure, failure.Kind);
        Assert.Equal(text, failure.Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pypy")]
    [InlineData("ftp://pypi.org/")]
    [InlineData("https://pypi.org/simple/")]
    [InlineData("https://pypi.org/simple")]
    [InlineData("https://host/?a=1")]
    [InlineData("https://host/#a")]
    [InlineData("file:///legacy/")]
    [InlineData("/legacy/")]
    public void Refuses_what_is_no_index(string text) =>
        Assert.Equal(FailureKind.IndexAddressInvalid, Assert.Throws<PublishException>(() => PackageIndex.Parse(text)).Kind);

    [Fact]
    public void Quotes_no_password_of_an_address()
    {
        var failure = Assert.Throws<PublishException>(() => PackageIndex.Parse("https://user:hunter2@host/"));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("user name or password", failure.Message, StringComparison.Ordinal);
        Assert.Equal("https://host/", failure.Target);
    }

    [Theory]
    [InlineData("https://host/a?token=hunter2")]
    [InlineData("https://host/a#hunter2")]
    public void Nor_what_stands_behind_its_path(string text)
    {
        var failure = Assert.Throws<PublishException>(() => PackageIndex.Parse(text));
        Assert.Equal(FailureKind.IndexAddressInvalid, failure.Kind);
        Assert.Equal("https://host/a", failure.Target);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, "")]
    [InlineData(81, "…")]
    public void Quotes_the_beginning_of_a_long_text(int length, string end) =>
        Assert.Equal(new string('x', 80) + end, Assert.Throws<PublishException>(() => PackageIndex.Parse(new string('x', length))).Target);
}
