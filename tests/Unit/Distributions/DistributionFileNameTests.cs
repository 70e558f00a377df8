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
        Assert.Equal("abi3", name.AbiTag);
        Assert.Equal("manylinux2014_x86_64", name.PlatformTag);
    }

    /// <summary>PEP 427 spells the + of a local version as an underscore.</summary>
    [Theory]
    [InlineData("demo-1.0_abc-py3-none-any.whl", "1.0+abc")]
    [InlineData("demo-1.0+abc-py3-none-any.whl", "1.0+abc")]
    public void Reads_a_local_version_as_a_wheel_spells_it(string name, string version)
    {
        var read = DistributionFileName.Parse(name);
        Assert.Equal(version, read.Version.Normalized);
        Assert.True(read.Version.IsLocal);
    }

    /// <summary>But an underscore that PEP 440 itself reads stands for no plus.</summary>
    [Fact]
    public void Reads_a_version_as_it_stands_where_it_is_one() =>
        Assert.Equal("1.0.post1", DistributionFileName.Parse("demo-1.0_post1-py3-none-any.whl").Version.Normalized);

    [Fact]
    public void Reads_names_of_a_single_character()
    {
        var name = DistributionFileName.Parse("a-1.tar.gz");
        Assert.Equal("a", name.Project);
        Assert.Equal("1", name.Version.Text);
        Assert.Equal("a-1", name.Stem);
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
    [InlineData("demo-1.0--none-any.whl")]
    [InlineData("demo-1.0--py3-none-any.whl")]
    [InlineData("demo-1.0-1-py3-none-any-more.whl")]
    [InlineData("_demo-1.0-py3-none-any.whl")]
    [InlineData("-1.0.tar.gz")]
    [InlineData("demo_-1.0.tar.gz")]
    [InlineData("1.0.tar.gz")]
    [InlineData("demo.tar.gz")]
    [InlineData("demo-.tar.gz")]
    [InlineData("de\"mo-1.0.tar.gz")]
    [InlineData("de mo-1.0.tar.gz")]
    [InlineData("de\r\nmo-1.0.tar.gz")]
    public void Refuses_a_name_of_another_form(string name)
    {
        var failure = Assert.Throws<PublishException>(() => DistributionFileName.Parse(name));
        Assert.Equal(FailureKind.FileNameInvalid, failure.Kind);
        Assert.Equal(name, failure.Target);
    }

    /// <summary>Each reason is told by what it is about, not by a later one that the same name would also break.</summary>
    [Theory]
    [InlineData("demo-1.0--none-any.whl", "PEP 427")]
    [InlineData("demo-1.0-x-py3-none-any.whl", "'x' does not begin with a digit")]
    [InlineData("_demo-1.0-py3-none-any.whl", "'_demo' is not a project name")]
    [InlineData("demo-one-py3-none-any.whl", "'one' is not a version")]
    [InlineData("-1.0.tar.gz", "PEP 625")]
    [InlineData("demo-.tar.gz", "PEP 625")]
    [InlineData("de mo-1.0.tar.gz", "no distribution's name has")]
    public void Says_what_about_the_name_is_wrong(string name, string why) =>
        Assert.Contains(why, Assert.Throws<PublishException>(() => DistributionFileName.Parse(name)).Message, StringComparison.Ordinal);
}
