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
        [.. FileNameRules.All, .. MetadataRules.All, .. AddressRules.All, .. ClassifierRules.All, .. DependencyRules.All, .. LicenseRules.All, .. DescriptionRules.All, .. ArchiveRules.All, .. WheelRules.All, .. SdistRules.All, .. ReleaseRules.All];

    /// <summary>How many findings of one rule a report holds; nobody reads more.</summary>
    internal const int MostOfOneRule = 20;

    /// <summary>Holds <paramref name="file"/> to the rules.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rules">Which of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static DistributionReport Check(FileInfo file, RuleSelection rules, CancellationToken cancellationToken = default)
    {
        try
        {
            return OpenDistribution.Use(file, opened => new DistributionReport(
                file,
                new Distribution(opened),
                rules.Scope == RuleScope.None ? [] : DistributionReport.Order(Limit(Find(opened, cancellationToken).Where(finding => rules.Includes(finding.Rule))))), cancellationToken);
        }
        catch (PublishException failure)
        {
            return new DistributionReport(file, null, [new Finding(Severity.Error, failure.Kind.ToString(), failure.Message, failure.Remedy, "PyPA packaging specifications")]) { Failure = failure };
        }
    }

    private static IEnumerable<Finding> Find(OpenDistribution opened, CancellationToken cancellationToken) => FileNameRules.Find(opened.Name, opened.Metadata)
        .Concat(MetadataRules.Find(opened.Metadata))
        .Concat(AddressRules.Find(opened.Metadata))
        .Concat(ClassifierRules.Find(opened.Metadata))
        .Concat(DependencyRules.Find(opened.Metadata))
        .Concat(LicenseRules.Find(opened.Metadata, path => IsThere(opened, path, cancellationToken)))
        .Concat(DescriptionRules.Find(opened.Metadata))
        .Concat(ArchiveRules.Find(opened.Stream, opened.Wheel))
        .Concat(opened.Wheel is { } archive ? WheelRules.Find(archive) : SdistRules.Find(opened.Sdist!, opened.Name, opened.Stream.Length));

    private static bool IsThere(OpenDistribution opened, string licence, CancellationToken cancellationToken)
    {
        // Metadata may name hundreds of thousands.
        cancellationToken.ThrowIfCancellationRequested();
        return opened.Wheel is { } wheel ? LicenseRules.IsThere(wheel, licence) : opened.Sdist!.Holds(licence);
    }

    /// <summary>The first findings of each rule, with the number of those left out behind the last of them.</summary>
    private static List<Finding> Limit(IEnumerable<Finding> findings)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<Finding>();
        foreach (var finding in findings)
        {
            var count = counts[finding.Rule] = counts.GetValueOrDefault(finding.Rule) + 1;
            if (count <= MostOfOneRule) kept.Add(finding);
        }

        foreach (var (rule, count) in counts.Where(static count => count.Value > MostOfOneRule))
        {
            var last = kept.FindLastIndex(finding => finding.Rule == rule);
            kept[last] = kept[last] with { Message = $"{kept[last].Message} And {count - MostOfOneRule} more of the kind." };
        }

        return kept;
    }
}
