using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>
/// What an index makes of core metadata: the form of each field, and which may stand there (warehouse forklift/metadata.py;
/// packaging.metadata). Dependencies, licences and the description have files of their own.
/// </summary>
internal static class MetadataRules
{
    private const string Source = "PyPA core metadata specification; packaging.metadata";
    private const string IndexSource = "warehouse forklift/metadata.py";
    private const string FixProject = "Correct the field in pyproject.toml and build again.";

    private const int LongestSummary = 512;
    private const int LongestLabel = 32;

    private static readonly string[] KnownVersions = ["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"];

    private static readonly string[] LineBreaks = ["\r", "\n", "\v", "\f", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029"];

    private static readonly Rule MetadataVersion = new("MetadataVersion", Severity.Error, "Build it with a current build backend.", Source);

    private static readonly Rule MetadataFieldVersion = new(
        "MetadataFieldVersion", Severity.Error, "Update the build backend, which wrote a field into a version of metadata that does not have it.", Source);

    private static readonly Rule MetadataFieldRepeated = new("MetadataFieldRepeated", Severity.Error, FixProject, Source);

    private static readonly Rule LocalVersion = new(
        "LocalVersion", Severity.Error, "Publish a version without a '+…' part. setuptools-scm adds one between tags: build from the tag, or set local_scheme = \"no-local-version\".", IndexSource);

    private static readonly Rule Summary = new("Summary", Severity.Error, "Make the description in pyproject.toml one line of at most 512 characters.", IndexSource);

    private static readonly Rule Email = new("Email", Severity.Error, "Write authors and maintainers as { name = \"…\", email = \"user@example.org\" }.", IndexSource);

    private static readonly Rule Url = new("Url", Severity.Error, "Write whole http:// or https:// addresses, with spaces and other letters percent-encoded.", IndexSource);

    private static readonly Rule ProjectUrl = new("ProjectUrl", Severity.Error, "Give each entry of [project.urls] a label of 1 to 32 characters and an address.", IndexSource);

    private static readonly Rule Classifier = new("Classifier", Severity.Error, "Take classifiers from https://pypi.org/classifiers/.", "pypa/trove-classifiers") { IsOfPyPI = true };

    private static readonly Rule PrivateClassifier = new(
        "PrivateClassifier", Severity.Error, "Remove the classifier if the project may be published; it is there to prevent just that.", "pypa/trove-classifiers") { IsOfPyPI = true };

    private static readonly Rule Dynamic = new("Dynamic", Severity.Error, "Remove the field from dynamic in pyproject.toml, or update the build backend.", "PEP 643; warehouse forklift/metadata.py");

    private static readonly Rule ImportName = new("ImportName", Severity.Error, "Name modules as Python imports them, with '; private' behind where that is meant.", "PEP 794");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } =
        [MetadataVersion, MetadataFieldVersion, MetadataFieldRepeated, LocalVersion, Summary, Email, Url, ProjectUrl, Classifier, PrivateClassifier, Dynamic, ImportName];

    public static IEnumerable<Finding> Find(CoreMetadata metadata) =>
        [.. FindVersions(metadata), .. FindRepeated(metadata), .. FindTexts(metadata), .. FindAddresses(metadata), .. FindClassifiers(metadata), .. FindDynamic(metadata), .. FindImportNames(metadata)];

    private static IEnumerable<Finding> FindVersions(CoreMetadata metadata)
    {
        if (!KnownVersions.Contains(metadata.MetadataVersion))
        {
            yield return MetadataVersion.Broken($"'{metadata.MetadataVersion}' is not a version of metadata that the index takes; those are {string.Join(", ", KnownVersions)}.");
            yield break;
        }

        foreach (var field in metadata.Fields.Select(static field => field.Key).Distinct())
        {
            // License-File below 2.4 is setuptools' old habit, and is not sent.
            if (field != MetadataFields.LicenseFile && metadata.IsBefore(field.Since))
                yield return MetadataFieldVersion.Broken($"{field.Header} came with metadata {field.Since}, and this is {metadata.MetadataVersion}.");
        }

        if (metadata.Version.IsLocal) yield return LocalVersion.Broken($"'{metadata.Version}' is a local version, which no index takes.");
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

    private static IEnumerable<Finding> FindTexts(CoreMetadata metadata)
    {
        foreach (var summary in metadata.Values("Summary"))
        {
            if (Array.Exists(LineBreaks, line => summary.Contains(line, StringComparison.Ordinal))) yield return Summary.Broken("The summary has more than one line.");
            if (CodePoints(summary) is > LongestSummary and var length) yield return Summary.Broken($"The summary has {length} characters; the index takes {LongestSummary}.");
        }

        foreach (var header in new[] { "Author-email", "Maintainer-email" })
        {
            foreach (var invalid in metadata.Values(header).Select(EmailAddress.FindInvalid).OfType<string>())
                yield return Email.Broken($"'{invalid}' in {header} is not an e-mail address.");
        }
    }

    private static IEnumerable<Finding> FindAddresses(CoreMetadata metadata)
    {
        foreach (var header in new[] { "Home-page", "Download-URL" })
        {
            foreach (var address in metadata.Values(header).Where(static address => address.Length > 0 && !WebAddress.IsValid(address)))
                yield return Url.Broken($"'{address}' in {header} is not an http or https address.");
        }

        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in metadata.Values("Project-URL"))
        {
            var comma = value.IndexOf(',', StringComparison.Ordinal);
            var (label, address) = comma < 0 ? (value.Trim(), "") : (value[..comma].Trim(), value[(comma + 1)..].Trim());
            if (label.Length == 0) yield return ProjectUrl.Broken($"'{value}' in Project-URL has no label.");
            else if (!labels.Add(label)) yield return ProjectUrl.Broken($"The label '{label}' stands in Project-URL twice.");
            else if (CodePoints(label) > LongestLabel) yield return ProjectUrl.Broken($"The label '{label}' in Project-URL is longer than {LongestLabel} characters.");
            else if (address.Length == 0) yield return ProjectUrl.Broken($"'{label}' in Project-URL has no address.");
            else if (!WebAddress.IsValid(address)) yield return Url.Broken($"'{address}' in Project-URL is not an http or https address.");
        }
    }

    private static IEnumerable<Finding> FindClassifiers(CoreMetadata metadata)
    {
        foreach (var classifier in metadata.Values("Classifier").Distinct(StringComparer.Ordinal))
        {
            if (classifier.StartsWith(Classifiers.PrivatePrefix, StringComparison.Ordinal))
                yield return PrivateClassifier.Broken($"'{classifier}' says that the project must not be published.");
            else if (!Classifiers.IsKnown(classifier))
                yield return Classifier.Broken($"'{classifier}' is not a classifier.");
            else if (Classifiers.Replacements(classifier) is { } replacements)
                yield return Classifier.Broken($"'{classifier}' is not used any more{(replacements.Count > 0 ? $"; it became '{string.Join("', '", replacements)}'" : "")}.");
        }
    }

    private static IEnumerable<Finding> FindDynamic(CoreMetadata metadata) => metadata.Values("Dynamic")
        .Where(static name => name.ToUpperInvariant() is "NAME" or "VERSION" or "METADATA-VERSION" or "DYNAMIC" || MetadataFields.Find(name) is null)
        .Select(static name => Dynamic.Broken($"'{name}' can't be dynamic."));

    private static IEnumerable<Finding> FindImportNames(CoreMetadata metadata) => metadata.Values("Import-Name").Concat(metadata.Values("Import-Namespace"))
        .Where(static name => name.Length > 0 && !PythonModule.IsImportName(name))
        .Select(static name => ImportName.Broken($"'{name}' is not a name that Python imports."));

    /// <summary>Python's length of a text: it counts whole characters where .NET counts halves of some.</summary>
    private static int CodePoints(string text) => text.EnumerateRunes().Count();
}
