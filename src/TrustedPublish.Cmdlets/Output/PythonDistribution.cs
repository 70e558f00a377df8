using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish;

/// <summary>
/// A wheel or sdist with its core metadata: what Get-PythonDistribution returns. A field that is not there is null, a
/// repeated one that is not there empty (PyPA core metadata specification).
/// </summary>
public sealed class PythonDistribution
{
    internal PythonDistribution(Distribution distribution)
    {
        FileName = distribution.FileName;
        Path = distribution.File.FullName;
        PackageType = distribution.Name.Type.ToString();
        Size = distribution.Size;
        var metadata = distribution.Metadata;
        MetadataVersion = metadata.MetadataVersion;
        Name = metadata.Name;
        Version = metadata.Version.Text;
        Summary = One(metadata, "Summary");
        Description = One(metadata, "Description");
        DescriptionContentType = One(metadata, "Description-Content-Type");
        Keywords = One(metadata, "Keywords");
        HomePage = One(metadata, "Home-page");
        DownloadUrl = One(metadata, "Download-URL");
        Author = One(metadata, "Author");
        AuthorEmail = One(metadata, "Author-email");
        Maintainer = One(metadata, "Maintainer");
        MaintainerEmail = One(metadata, "Maintainer-email");
        License = One(metadata, "License");
        LicenseExpression = One(metadata, "License-Expression");
        RequiresPython = One(metadata, "Requires-Python");
        Dynamic = All(metadata, "Dynamic");
        Platform = All(metadata, "Platform");
        SupportedPlatform = All(metadata, "Supported-Platform");
        LicenseFile = All(metadata, "License-File");
        Classifier = All(metadata, "Classifier");
        ProjectUrl = All(metadata, "Project-URL");
        ProvidesExtra = All(metadata, "Provides-Extra");
        RequiresDist = All(metadata, "Requires-Dist");
        ProvidesDist = All(metadata, "Provides-Dist");
        ObsoletesDist = All(metadata, "Obsoletes-Dist");
        RequiresExternal = All(metadata, "Requires-External");
        Requires = All(metadata, "Requires");
        Provides = All(metadata, "Provides");
        Obsoletes = All(metadata, "Obsoletes");
        ImportName = All(metadata, "Import-Name");
        ImportNamespace = All(metadata, "Import-Namespace");
    }

    /// <summary>The file's name.</summary>
    public string FileName { get; }

    /// <summary>Where it is on disk.</summary>
    public string Path { get; }

    /// <summary><c>Wheel</c> or <c>Sdist</c>.</summary>
    public string PackageType { get; }

    /// <summary>Its length in bytes.</summary>
    public long Size { get; }

    /// <summary>The version of core metadata, such as <c>2.4</c>.</summary>
    public string MetadataVersion { get; }

    /// <summary>The project's name.</summary>
    public string Name { get; }

    /// <summary>The version.</summary>
    public string Version { get; }

    /// <summary>What it is, in a line.</summary>
    public string? Summary { get; }

    /// <summary>The whole description, as written.</summary>
    public string? Description { get; }

    /// <summary>The description's markup, such as <c>text/markdown</c>.</summary>
    public string? DescriptionContentType { get; }

    /// <summary>Search words, with commas between.</summary>
    public string? Keywords { get; }

    /// <summary>The home page; Project-URL replaced it.</summary>
    public string? HomePage { get; }

    /// <summary>Where to download it; Project-URL replaced it.</summary>
    public string? DownloadUrl { get; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; }

    /// <summary>The authors' addresses.</summary>
    public string? AuthorEmail { get; }

    /// <summary>Who keeps it.</summary>
    public string? Maintainer { get; }

    /// <summary>The maintainers' addresses.</summary>
    public string? MaintainerEmail { get; }

    /// <summary>The licence as text; License-Expression replaced it.</summary>
    public string? License { get; }

    /// <summary>The licence as an SPDX expression (PEP 639).</summary>
    public string? LicenseExpression { get; }

    /// <summary>The versions of Python it runs on (PEP 440).</summary>
    public string? RequiresPython { get; }

    /// <summary>Fields that a build may change (PEP 643).</summary>
    public IReadOnlyList<string> Dynamic { get; }

    /// <summary>Systems it is for.</summary>
    public IReadOnlyList<string> Platform { get; }

    /// <summary>Systems it was built for.</summary>
    public IReadOnlyList<string> SupportedPlatform { get; }

    /// <summary>Files with licences (PEP 639).</summary>
    public IReadOnlyList<string> LicenseFile { get; }

    /// <summary>Trove classifiers.</summary>
    public IReadOnlyList<string> Classifier { get; }

    /// <summary>Addresses: <c>Label, URL</c>.</summary>
    public IReadOnlyList<string> ProjectUrl { get; }

    /// <summary>Names of extras.</summary>
    public IReadOnlyList<string> ProvidesExtra { get; }

    /// <summary>Projects it needs (PEP 508).</summary>
    public IReadOnlyList<string> RequiresDist { get; }

    /// <summary>Projects it stands for.</summary>
    public IReadOnlyList<string> ProvidesDist { get; }

    /// <summary>Projects it replaces.</summary>
    public IReadOnlyList<string> ObsoletesDist { get; }

    /// <summary>What it needs beside Python.</summary>
    public IReadOnlyList<string> RequiresExternal { get; }

    /// <summary>Modules it needs (PEP 314).</summary>
    public IReadOnlyList<string> Requires { get; }

    /// <summary>Modules it holds (PEP 314).</summary>
    public IReadOnlyList<string> Provides { get; }

    /// <summary>Modules it replaces (PEP 314).</summary>
    public IReadOnlyList<string> Obsoletes { get; }

    /// <summary>Modules it can be imported as (PEP 794).</summary>
    public IReadOnlyList<string> ImportName { get; }

    /// <summary>Namespaces it adds to (PEP 794).</summary>
    public IReadOnlyList<string> ImportNamespace { get; }

    /// <inheritdoc/>
    public override string ToString() => FileName;

    private static string? One(CoreMetadata metadata, string header) => metadata.Values(header).FirstOrDefault();

    private static string[] All(CoreMetadata metadata, string header) => [.. metadata.Values(header)];
}
