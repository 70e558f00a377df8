using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>
/// Every rule that can be checked on one file without an index. A file with an error in its report would be refused; one
/// without is taken, as far as the file decides it.
/// </summary>
public static class DistributionRules
{
    /// <summary>Every rule there is. A file that can't even be read is reported under its failure's kind instead.</summary>
    public static IReadOnlyList<Rule> All { get; } =
        [.. FileNameRules.All, .. MetadataRules.All, .. DependencyRules.All, .. LicenseRules.All, .. DescriptionRules.All, .. ArchiveRules.All, .. WheelRules.All, .. SdistRules.All, .. ReleaseRules.All];

    private static readonly HashSet<string> OfPyPI = [.. All.Where(static rule => rule.IsOfPyPI).Select(static rule => rule.Id)];

    /// <summary>Holds <paramref name="file"/> to the rules.</summary>
    /// <param name="file">The file.</param>
    /// <param name="scope">Whose rules.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static DistributionReport Check(FileInfo file, RuleScope scope, CancellationToken cancellationToken = default)
    {
        try
        {
            return OpenDistribution.Use(file, opened => new DistributionReport(
                file,
                new Distribution(opened),
                scope == RuleScope.None ? [] : DistributionReport.Order(Find(opened, cancellationToken).Where(finding => scope == RuleScope.PyPI || !OfPyPI.Contains(finding.Rule)))), cancellationToken);
        }
        catch (PublishException failure)
        {
            return new DistributionReport(file, null, [new Finding(Severity.Error, failure.Kind.ToString(), failure.Message, failure.Remedy, "PyPA packaging specifications")]) { Failure = failure };
        }
    }

    private static IEnumerable<Finding> Find(OpenDistribution opened, CancellationToken cancellationToken) =>
    [
        .. FileNameRules.Find(opened.Name, opened.Metadata),
        .. MetadataRules.Find(opened.Metadata),
        .. DependencyRules.Find(opened.Metadata),
        .. LicenseRules.Find(opened.Metadata, path => IsThere(opened, path, cancellationToken)),
        .. DescriptionRules.Find(opened.Metadata),
        .. ArchiveRules.Find(opened.Stream, opened.Wheel),
        .. opened.Wheel is { } archive ? WheelRules.Find(archive) : SdistRules.Find(opened.Sdist!, opened.Name, opened.Stream.Length),
    ];

    private static bool IsThere(OpenDistribution opened, string licence, CancellationToken cancellationToken)
    {
        // Metadata may name hundreds of thousands.
        cancellationToken.ThrowIfCancellationRequested();
        return opened.Wheel is { } wheel ? LicenseRules.IsThere(wheel, licence) : opened.Sdist!.Holds(licence);
    }
}
