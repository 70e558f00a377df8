using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>What the metadata says of other projects and of Python (PEP 440, PEP 508).</summary>
internal static class DependencyRules
{
    private const string Source = "PEP 508; packaging.requirements";

    private static readonly string[] DependencyFields = ["Requires-Dist", "Provides-Dist", "Obsoletes-Dist"];

    private static readonly Rule RequiresPython = new("RequiresPython", Severity.Error, "Write requires-python as versions with commas between: >=3.9,<4.", "PEP 440; packaging.specifiers");

    private static readonly Rule Dependency = new("Dependency", Severity.Error, "Write dependencies as name[extra]>=1.0,<2; python_version < \"3.11\".", Source);

    private static readonly Rule DirectDependency = new(
        "DirectDependency", Severity.Error, "Name a project of the index with a version instead of an address; addresses are for one's own installations.", "PEP 440, \"Direct references\"; warehouse forklift/metadata.py");

    private static readonly Rule ExtraName = new("ExtraName", Severity.Error, "Name extras with letters, digits, '-', '_' and '.', with a letter or digit at both ends.", "PEP 685; packaging.metadata");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [RequiresPython, Dependency, DirectDependency, ExtraName];

    public static IEnumerable<Finding> Find(CoreMetadata metadata)
    {
        foreach (var python in metadata.Values("Requires-Python").Where(static python => !VersionSpecifier.IsSet(python)))
            yield return RequiresPython.Broken($"'{python}' in Requires-Python is not a list of versions.");
        foreach (var extra in metadata.Values("Provides-Extra").Where(static extra => !ProjectName.IsValid(extra)))
            yield return ExtraName.Broken($"'{extra}' is not a name for an extra.");
        foreach (var header in DependencyFields)
        {
            foreach (var value in metadata.Values(header))
            {
                if (FindInvalid(header, value) is { } finding) yield return finding;
            }
        }
    }

    private static Finding? FindInvalid(string header, string value)
    {
        try
        {
            return Requirement.Parse(value).Url is null ? null : DirectDependency.Broken($"'{value}' in {header} names an address.");
        }
        catch (FormatException exception)
        {
            return Dependency.Broken($"'{value}' in {header} is not a dependency: {exception.Message}.");
        }
    }
}
