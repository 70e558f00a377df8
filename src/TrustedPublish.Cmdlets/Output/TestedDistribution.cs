using TrustedPublish.Core.Distributions.Rules;

namespace TrustedPublish;

/// <summary>What the index's rules say of one file: what Test-PythonDistribution returns.</summary>
public sealed class TestedDistribution
{
    internal TestedDistribution(DistributionReport report, bool isStrict)
    {
        FileName = report.File.Name;
        Path = report.File.FullName;
        Project = report.Distribution?.Metadata.Name;
        Version = report.Distribution?.Metadata.Version.Text;
        PackageType = report.Distribution?.Name.Type.ToString();
        MetadataVersion = report.Distribution?.Metadata.MetadataVersion;
        Findings = [.. report.Findings.Select(finding => new DistributionFinding(finding, isStrict))];
        Valid = isStrict ? Findings.Count == 0 : report.IsValid;
    }

    /// <summary>The file's name.</summary>
    public string FileName { get; }

    /// <summary>Where it is on disk.</summary>
    public string Path { get; }

    /// <summary>The project's name as its metadata spells it; null for a file that can't be read.</summary>
    public string? Project { get; }

    /// <summary>The version as its metadata spells it; null for a file that can't be read.</summary>
    public string? Version { get; }

    /// <summary><c>Wheel</c> or <c>Sdist</c>; null for a file that can't be read.</summary>
    public string? PackageType { get; }

    /// <summary>The version of core metadata; null for a file that can't be read.</summary>
    public string? MetadataVersion { get; }

    /// <summary>Whether the index would take it: no finding is an error.</summary>
    public bool Valid { get; }

    /// <summary>The rules it breaks; errors first.</summary>
    public IReadOnlyList<DistributionFinding> Findings { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName}: {(Valid ? "valid" : "not valid")}";
}
