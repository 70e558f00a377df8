using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>What only shows when the files of a set are looked at together.</summary>
public static class ReleaseRules
{
    private static readonly Rule SecondSdist = new("SecondSdist", Severity.Error, "Publish one sdist of a release.", "PEP 527; warehouse forklift/legacy.py");

    private static readonly Rule SameFileTwice = new("SameFileTwice", Severity.Error, "The index keeps one file of a name. Publish one of them.", "warehouse forklift/legacy.py");

    private static readonly Rule SeveralVersions = new(
        "SeveralVersions", Severity.Warning, "Clear the folder before the build (rm -r dist) where an older version was left in it.", "PyPA packaging guide");

    private static readonly Rule MetadataDiffers = new(
        "MetadataDiffers", Severity.Warning, "Build all files of a release from one tree. The index shows what the first file says, which here is the first wheel.", "warehouse forklift/legacy.py");

    // What the index takes for a release from its first file, and shows.
    private static readonly string[] ReleaseFields =
    [
        "Summary", "Description", "Description-Content-Type", "Keywords", "Home-page", "Download-URL", "Author", "Author-email", "Maintainer",
        "Maintainer-email", "License", "License-Expression", "Requires-Python", "Classifier", "Project-URL", "Provides-Extra", "Requires-Dist",
    ];

    /// <summary>Every rule of this file.</summary>
    internal static IReadOnlyList<Rule> All { get; } = [SecondSdist, SameFileTwice, SeveralVersions, MetadataDiffers];

    /// <summary>The reports, each with what the others add to it.</summary>
    public static IReadOnlyList<DistributionReport> Check(IReadOnlyList<DistributionReport> reports, RuleSelection rules)
    {
        var found = new Dictionary<DistributionReport, List<Finding>>(ReferenceEqualityComparer.Instance);
        foreach (var report in reports) found[report] = [];
        var readable = reports.Where(static report => report.Distribution is not null).ToList();
        foreach (var same in readable.GroupBy(static report => report.File.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            foreach (var report in same.Skip(1)) found[report].Add(SameFileTwice.Broken($"It lies in two folders: {report.File.FullName} and {same.First().File.FullName}."));
        }

        foreach (var project in readable.GroupBy(static report => ProjectName.Normalize(report.Distribution!.Metadata.Name)))
        {
            var releases = project.GroupBy(static report => report.Distribution!.Metadata.Version).ToList();
            if (releases.Count > 1)
                found[releases[1].First()].Add(SeveralVersions.Broken($"The set has {releases.Count} versions of {project.Key}: {string.Join(", ", releases.Select(static release => release.Key.Text))}."));
            foreach (var release in releases) CheckRelease(release, found);
        }

        return [.. reports.Select(report => report.With(found[report].Where(finding => rules.Includes(finding.Rule))))];
    }

    private static void CheckRelease(IEnumerable<DistributionReport> release, Dictionary<DistributionReport, List<Finding>> found)
    {
        var files = release.OrderBy(static report => report.Distribution!.Name.Type).ToList();
        var sdists = files.Where(static report => report.Distribution!.Name.Type == PackageType.Sdist).ToList();
        foreach (var sdist in sdists.Skip(1)) found[sdist].Add(SecondSdist.Broken($"The set has another sdist of the release, {sdists[0].File.Name}, and the index keeps one."));
        var first = files[0];
        foreach (var file in files.Skip(1))
        {
            // What an sdist marks as dynamic may be otherwise in every wheel (PEP 643).
            var dynamic = files.Where(static other => other.Distribution!.Name.Type == PackageType.Sdist).SelectMany(static sdist => sdist.Distribution!.Metadata.Values("Dynamic")).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var fields = ReleaseFields.Where(field => !dynamic.Contains(field) && !Same(field, first.Distribution!.Metadata, file.Distribution!.Metadata)).ToList();
            if (fields.Count > 0) found[file].Add(MetadataDiffers.Broken($"Its {string.Join(", ", fields)} differ{(fields.Count == 1 ? "s" : "")} from those of {first.Distribution!.FileName}."));
        }
    }

    private static bool Same(string field, CoreMetadata one, CoreMetadata other) =>
        one.Values(field).Order(StringComparer.Ordinal).SequenceEqual(other.Values(field).Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
