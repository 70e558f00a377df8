using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Unit.Distributions;

public sealed class DistributionFileNameTests
{
    [Fact]
    public void Reads_a_wheel_with_a_build_tag()
    {
        var name = DistributionFileName.Parse("my_pkg-1.0.post1-3b-cp311.cp312-abi3-manylinux2014_x86_64.whl");
        Assert.Equal(PackageType.Wheel, name.Type);
        Assert.Equal("my_pkg", name.Project);
        Assert.Equal("1.0.post1", name.Version.Text);
        Assert.Equal("my_pkg-1.0.post1", name.Stem);
        Assert.Equal("cp311.cp312", name.PythonTag);
    }

    [Fact]
    public void Reads_an_sdist_whose_project_has_hyphens()
    {
        var name = DistributionFileName.Parse("My-Old-Pkg-2.0.tar.gz");
        Assert.Equal(PackageType.Sdist, name.Type);
        Assert.Equal("My-Old-Pkg", name.Project);
        Assert.Equal("2.0", name.Version.Text);
        Assert.Null(name.PythonTag);
    }

    [Theory]
    [InlineData("demo-1.0.zip")]
    [InlineData("demo-1.0.exe")]
    [InlineData("notes.txt")]
    [InlineData("demo-1.0-py3-none-any.WHL")]
    public void Refuses_other_kinds_of_file(string name) =>
        Assert.Equal(FailureKind.FileTypeUnknown, Assert.Throws<PublishException>(() => DistributionFileName.Parse(name)).Kind);

    [Theory]
    [InlineData("demo-1.0-py3-none.whl")]
    [InlineData("demo-1.0-x-py3-none-any.whl")]
    [InlineData("demo-notaversion-py3-none-any.whl")]
    [InlineData("-1.0-py3-none-any.whl")]
    [InlineData("demo.tar.gz")]
    [InlineData("demo-.tar.gz")]
    [InlineData("de\"mo-1.0.tar.gz")]
    [InlineData("de mo-1.0.tar.gz")]
    [InlineData("de\r\nmo-1.0.tar.gz")]
    public void Refuses_a_name_of_another_form(string name) =>
        Assert.Equal(FailureKind.FileNameInvalid, Assert.Throws<PublishException>(() => DistributionFileName.Parse(name)).Kind);
}
