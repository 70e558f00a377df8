using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>What the metadata says of other projects and of Python (PEP 440, PEP 508).</summary>
internal static class DependencyRules
{
    private const string Source = "PEP 508; packaging.requirements";

    private static readonly string[] OldFields = ["Provides-Dist", "Obsoletes-Dist"];

    private static readonly Rule RequiresPython = new("RequiresPython", Severity.Error, "Write requires-python as versions with commas between: >=3.9,<4.", "PEP 440; packaging.specifiers");

    private static readonly Rule Dependency = new("Dependency", Severity.Error, "Write dependencies as name[extra]>=1.0,<2; python_version < \"3.11\".", Source);

    private static readonly Rule DirectDependency = new(
        "DirectDependency", Severity.Error, "Name a project of the index with a version instead of an address; addresses are for one's own installations.", "PEP 440, \"Direct references\"; warehouse forklift/metadata.py") { IsOfPyPI = true };

    // packaging.metadata takes any text in them.
    private static readonly Rule ProvidedDistribution = new(
        "ProvidedDistribution", Severity.Error, "Write Provides-Dist and Obsoletes-Dist as name (==1.0), or leave the fields out; no tool reads them.", "warehouse forklift/metadata.py") { IsOfPyPI = true };

    private static readonly Rule ExtraName = new("ExtraName", Severity.Error, "Name extras with letters, digits, '-', '_' and '.', with a letter or digit at both ends.", "PEP 685; packaging.metadata");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [RequiresPython, Dependency, DirectDependency, ProvidedDistribution, ExtraName];

    public static IEnumerable<Finding> Find(CoreMetadata metadata)
    {
        foreach (var python in metadata.Values("Requires-Python").Where(static python => !VersionSpecifier.IsSet(python)))
            yield return RequiresPython.Broken($"'{python}' in Requires-Python is not a list of versions.");
        foreach (var extra in metadata.Values("Provides-Extra").Where(static extra => !ProjectName.IsValid(extra)))
            yield return ExtraName.Broken($"'{extra}' is not a name for an extra.");
        foreach (var finding in metadata.Values("Requires-Dist").Select(static value => FindInvalid("Requires-Dist", value, Dependency)).OfType<Finding>()) yield return finding;
        foreach (var header in OldFields)
        {
            foreach (var finding in metadata.Values(header).Select(value => FindInvalid(header, value, ProvidedDistribution)).OfType<Finding>()) yield return finding;
        }
    }

    private static Finding? FindInvalid(string header, string value, Rule rule)
    {
        try
        {
            return Requirement.Parse(value).Url is null ? null : DirectDependency.Broken($"'{value}' in {header} names an address.");
        }
        catch (FormatException exception)
        {
            return rule.Broken($"'{value}' in {header} is not a dependency: {exception.Message}.");
        }
    }
}
