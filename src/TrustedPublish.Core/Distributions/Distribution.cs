using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>A distribution on disk whose name and metadata have been read and agree.</summary>
public sealed class Distribution
{
    internal Distribution(OpenDistribution opened)
    {
        File = opened.File;
        Size = opened.Stream.Length;
        Name = opened.Name;
        Metadata = opened.Metadata;
    }

    /// <summary>Where it is.</summary>
    public FileInfo File { get; }

    /// <summary>Its length in bytes when it was read.</summary>
    public long Size { get; }

    /// <summary>What its name says.</summary>
    public DistributionFileName Name { get; }

    /// <summary>What its METADATA or PKG-INFO says.</summary>
    public CoreMetadata Metadata { get; }

    /// <summary>Its file name.</summary>
    public string FileName => Name.Text;

    /// <summary>The form's <c>filetype</c> (warehouse forklift/legacy.py).</summary>
    public string FileType => Name.Type == PackageType.Wheel ? "bdist_wheel" : "sdist";

    /// <summary>The form's <c>pyversion</c>: a wheel's Python tag, <c>source</c> for an sdist (warehouse forklift/legacy.py).</summary>
    public string PythonVersion => Name.PythonTag ?? "source";

    /// <summary>Reads the file's name and metadata; the file is closed again.</summary>
    /// <exception cref="PublishException">What is wrong with it; <see cref="PublishException.Target"/> is the path.</exception>
    public static Distribution Read(FileInfo file, CancellationToken cancellationToken = default) =>
        OpenDistribution.Use(file, static opened => new Distribution(opened), cancellationToken);
}
