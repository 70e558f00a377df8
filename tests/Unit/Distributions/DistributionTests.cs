using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Failures;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Distributions;

public sealed class DistributionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_a_wheel()
    {
        var file = Archives.ValidWheel(_folder);
        var wheel = Distribution.Read(file, TestContext.Current.CancellationToken);
        Assert.Equal("demo", wheel.Metadata.Name);
        Assert.Equal("bdist_wheel", wheel.FileType);
        Assert.Equal("py3", wheel.PythonVersion);
        Assert.Equal(file.Length, wheel.Size);
    }

    [Fact]
    public void Reads_an_sdist()
    {
        var sdist = Distribution.Read(Archives.ValidSdist(_folder), TestContext.Current.CancellationToken);
        Assert.Equal("demo", sdist.Metadata.Name);
        Assert.Equal("sdist", sdist.FileType);
        Assert.Equal("source", sdist.PythonVersion);
    }

    [Fact]
    public void Takes_names_and_versions_that_mean_the_same()
    {
        var file = Archives.Wheel(_folder, "My_Pkg-1.0-py3-none-any.whl", ("My_Pkg-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: my.pkg\nVersion: 1.0.0\n"));
        Assert.Equal("my.pkg", Distribution.Read(file, TestContext.Current.CancellationToken).Metadata.Name);
    }

    [Fact]
    public void Refuses_a_directory()
    {
        Directory.CreateDirectory(_folder.File("demo-1.0.tar.gz").FullName);
        Refused(FailureKind.PathIsDirectory, _folder.File("demo-1.0.tar.gz"));
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there() => Refused(FailureKind.PathNotFound, _folder.File("demo-1.0.tar.gz"));

    [Fact]
    public void Refuses_a_file_that_another_program_holds()
    {
        var file = Archives.ValidSdist(_folder);
        using var held = file.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Refused(FailureKind.FileUnreadable, file);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void Refuses_a_cut_wheel(int missing)
    {
        var file = Archives.ValidWheel(_folder, padding: 4000);
        Cut(file, missing);
        Refused(FailureKind.ArchiveDamaged, file);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(60)]
    public void Refuses_a_cut_sdist(int missing)
    {
        var file = Archives.ValidSdist(_folder);
        Cut(file, missing);
        Refused(FailureKind.ArchiveDamaged, file);
    }

    [Theory]
    [InlineData("demo-1.0.tar.gz")]
    [InlineData("demo-1.0-py3-none-any.whl")]
    public void Refuses_what_is_no_archive(string name)
    {
        var file = _folder.File(name);
        File.WriteAllText(file.FullName, "not an archive");
        Refused(FailureKind.ArchiveDamaged, file);
    }

    [Fact]
    public void Refuses_an_empty_file()
    {
        var sdist = _folder.File("demo-1.0.tar.gz");
        File.WriteAllBytes(sdist.FullName, []);
        Refused(FailureKind.ArchiveDamaged, sdist);
        var wheel = _folder.File("demo-1.0-py3-none-any.whl");
        File.WriteAllBytes(wheel.FullName, []);
        Refused(FailureKind.ArchiveDamaged, wheel);
    }

    [Fact]
    public void Refuses_a_wheel_without_METADATA() =>
        Refused(FailureKind.MetadataMissing, Archives.Wheel(_folder, "demo-1.0-py3-none-any.whl", ("demo/__init__.py", ""), ("a/demo-1.0.dist-info/METADATA", Archives.PlainMetadata)));

    [Fact]
    public void Refuses_a_wheel_with_two_METADATA_files() =>
        Refused(FailureKind.MetadataAmbiguous, Archives.Wheel(
            _folder, "demo-1.0-py3-none-any.whl", ("demo-1.0.dist-info/METADATA", Archives.PlainMetadata), ("other-1.0.dist-info/METADATA", Archives.PlainMetadata)));

    [Fact]
    public void Refuses_a_wheel_with_one_METADATA_twice() =>
        Refused(FailureKind.MetadataAmbiguous, Archives.Wheel(
            _folder, "demo-1.0-py3-none-any.whl", ("demo-1.0.dist-info/METADATA", Archives.PlainMetadata), ("demo-1.0.dist-info/METADATA", Archives.PlainMetadata)));

    [Fact]
    public void Refuses_a_wheel_with_the_dist_info_of_another_one() =>
        Refused(FailureKind.MetadataMismatch, Archives.Wheel(_folder, "demo-1.0-py3-none-any.whl", ("other-1.0.dist-info/METADATA", Archives.PlainMetadata)));

    [Theory]
    [InlineData("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")]
    [InlineData("Metadata-Version: 2.1\nName: demo\nVersion: 1.1\n")]
    public void Refuses_metadata_that_disagrees_with_the_file_name(string metadata)
    {
        Refused(FailureKind.MetadataMismatch, Archives.Wheel(_folder, "demo-1.0-py3-none-any.whl", ("demo-1.0.dist-info/METADATA", metadata)));
        Refused(FailureKind.MetadataMismatch, Archives.Sdist(_folder, "demo-1.0.tar.gz", ("demo-1.0/PKG-INFO", metadata)));
    }

    [Theory]
    [InlineData("PKG-INFO")]
    [InlineData("demo-1.0/src/PKG-INFO")]
    [InlineData("demo-1.0/setup.py")]
    public void Refuses_an_sdist_without_PKG_INFO(string path) =>
        Refused(FailureKind.MetadataMissing, Archives.Sdist(_folder, "demo-1.0.tar.gz", (path, Archives.PlainMetadata)));

    [Fact]
    public void Refuses_an_sdist_with_two_roots() =>
        Refused(FailureKind.MetadataAmbiguous, Archives.Sdist(_folder, "demo-1.0.tar.gz", ("demo-1.0/PKG-INFO", Archives.PlainMetadata), ("b/PKG-INFO", Archives.PlainMetadata)));

    [Fact]
    public void Refuses_metadata_beyond_its_limit()
    {
        var huge = Archives.PlainMetadata + "\n" + new string('x', ArchiveLimits.MetadataBytes);
        Refused(FailureKind.ArchiveTooLarge, Archives.Wheel(_folder, "demo-1.0-py3-none-any.whl", ("demo-1.0.dist-info/METADATA", huge)));
        Refused(FailureKind.ArchiveTooLarge, Archives.Sdist(_folder, "demo-1.0.tar.gz", ("demo-1.0/PKG-INFO", huge)));
    }

    /// <summary>The bound is far above what a test unpacks in good time, so this one sets its own.</summary>
    [Fact]
    public void Refuses_an_sdist_that_unpacks_to_more_than_is_read()
    {
        const int Large = 2 * 1024 * 1024;
        var name = DistributionFileName.Parse("demo-1.0.tar.gz");
        using var file = new MemoryStream(RawTar.Gzip(RawTar.Member("demo-1.0/PKG-INFO", Archives.PlainMetadata), RawTar.Member("demo-1.0/zeros", new byte[Large]), RawTar.End));
        Assert.Equal(2, new SdistArchive(file, name, TestContext.Current.CancellationToken).Members.Count);
        file.Position = 0;
        var refused = Assert.Throws<PublishException>(() => new SdistArchive(file, name, TestContext.Current.CancellationToken, limit: Large));
        Assert.Equal(FailureKind.ArchiveTooLarge, refused.Kind);
        Assert.DoesNotContain("refused by the index", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Computes_the_digest_of_the_bytes_on_disk()
    {
        var file = Archives.ValidWheel(_folder, padding: 300_000);
        var expected = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken))).ToLowerInvariant();
        Assert.Equal(expected, await Sha256Digest.ComputeAsync(file, TestContext.Current.CancellationToken));
    }

    private static void Cut(FileInfo file, int missing)
    {
        using var stream = file.Open(FileMode.Open);
        stream.SetLength(stream.Length - missing);
    }

    private static void Refused(FailureKind kind, FileInfo file)
    {
        var failure = Assert.Throws<PublishException>(() => Distribution.Read(file, TestContext.Current.CancellationToken));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(file.FullName, failure.Target);
        Assert.NotEmpty(failure.Remedy);
    }
}
