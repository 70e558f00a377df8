using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>
/// What an index makes of core metadata: the form of each field, and which may stand there (packaging.metadata 26.2, which
/// PyPI runs on; warehouse forklift/metadata.py). Addresses, classifiers, dependencies, licences and the description have
/// files of their own.
/// </summary>
internal static class MetadataRules
{
    private const string Source = "PyPA core metadata specification; packaging.metadata";
    private const string IndexSource = "warehouse forklift/metadata.py";
    private const string FixProject = "Correct the field in pyproject.toml and build again.";

    private const int LongestSummary = 512;

    private static readonly string[] KnownVersions = ["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"];

    private static readonly Rule MetadataVersion = new("MetadataVersion", Severity.Error, "Build it with a current build backend.", Source);

    private static readonly Rule MetadataFieldVersion = new(
        "MetadataFieldVersion", Severity.Error, "Update the build backend, which wrote a field into a version of metadata that does not have it.", Source);

    private static readonly Rule MetadataFieldRepeated = new("MetadataFieldRepeated", Severity.Error, FixProject, Source);

    private static readonly Rule LocalVersion = new(
        "LocalVersion", Severity.Error, "Publish a version without a '+…' part. setuptools-scm adds one between tags: build from the tag, or set local_scheme = \"no-local-version\".", "PEP 440, \"Local version identifiers\"; " + IndexSource) { IsOfPyPI = true };

    private static readonly Rule Summary = new("Summary", Severity.Error, "Make the description in pyproject.toml one line.", Source);

    private static readonly Rule SummaryLength = new("SummaryLength", Severity.Error, "Shorten the description in pyproject.toml to 512 characters.", IndexSource) { IsOfPyPI = true };

    private static readonly Rule Dynamic = new("Dynamic", Severity.Error, "Remove the field from dynamic in pyproject.toml, or update the build backend.", "PEP 643; warehouse forklift/metadata.py");

    private static readonly Rule ImportName = new("ImportName", Severity.Error, "Name modules as Python imports them, with '; private' behind where that is meant.", "PEP 794");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } =
        [MetadataVersion, MetadataFieldVersion, MetadataFieldRepeated, LocalVersion, Summary, SummaryLength, Dynamic, ImportName];

    public static IEnumerable<Finding> Find(CoreMetadata metadata) =>
        FindVersions(metadata).Concat(FindRepeated(metadata)).Concat(FindSummaries(metadata)).Concat(FindDynamic(metadata)).Concat(FindImportNames(metadata));

    private static IEnumerable<Finding> FindVersions(CoreMetadata metadata)
    {
        if (!KnownVersions.Contains(metadata.MetadataVersion))
        {
            yield return MetadataVersion.Broken($"'{metadata.MetadataVersion}' is not a version of metadata that the index takes; those are {string.Join(", ", KnownVersions)}.");
            yield break;
        }

        foreach (var field in metadata.Fields.Where(static field => field.Value.Length > 0).Select(static field => field.Key).Distinct())
        {
            // License-File below 2.4 is setuptools' old habit, and is not sent.
            if (field != MetadataFields.LicenseFile && metadata.IsBefore(field.Since))
                yield return MetadataFieldVersion.Broken($"{field.Header} came with metadata {field.Since}, and this is {metadata.MetadataVersion}.");
        }

        if (metadata.Version.IsLocal) yield return LocalVersion.Broken($"'{metadata.Version}' is a local version, which is for one's own installations and indexes.");
    }

    private static IEnumerable<Finding> FindRepeated(CoreMetadata metadata)
    {
        foreach (var field in metadata.Fields.Select(static field => field.Key).Where(static field => !field.Repeats).GroupBy(static field => field).Where(static same => same.Count() > 1))
        {
            yield return MetadataFieldRepeated.Broken(field.Key == MetadataFields.Description
                ? "There are two descriptions: one as a field and one as the body."
                : $"{field.Key.Header} stands there {field.Count()} times.");
        }
    }

    private static IEnumerable<Finding> FindSummaries(CoreMetadata metadata)
    {
        foreach (var summary in metadata.Values("Summary"))
        {
            if (summary.Contains('\n', StringComparison.Ordinal)) yield return Summary.Broken("The summary has more than one line.");
            if (CodePoints(summary) is > LongestSummary and var length) yield return SummaryLength.Broken($"The summary has {length} characters; PyPI takes {LongestSummary}.");
        }
    }

    private static IEnumerable<Finding> FindDynamic(CoreMetadata metadata) => metadata.Values("Dynamic")
        .Where(static name => name.ToUpperInvariant() is "NAME" or "VERSION" or "METADATA-VERSION" or "DYNAMIC" || MetadataFields.Find(name) is null)
        .Select(static name => Dynamic.Broken($"'{name}' can't be dynamic."));

    private static IEnumerable<Finding> FindImportNames(CoreMetadata metadata) => metadata.Values("Import-Name").Concat(metadata.Values("Import-Namespace"))
        .Where(static name => name.Length > 0 && !PythonModule.IsImportName(name))
        .Select(static name => ImportName.Broken($"'{name}' is not a name that Python imports."));

    /// <summary>Python's length of a text: it counts whole characters where .NET counts halves of some.</summary>
    public static int CodePoints(string text) => text.EnumerateRunes().Count();
}
