using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>Each rule on a file that breaks it and on one that does not.</summary>
public sealed class RuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int, string> Samples
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var number = 0; number < Corpus.All.Count; number++) data.Add(number, Corpus.All[number].Label);
            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public void Finds_what_is_wrong_and_nothing_else(int number, string label)
    {
        var sample = Corpus.All[number];
        var report = DistributionRules.Check(sample.Make(_folder), RuleScope.PyPI, TestContext.Current.CancellationToken);
        var errors = report.Findings.Where(static finding => finding.Severity == Severity.Error).ToList();
        if (sample.Rule is null)
        {
            Assert.Equal([], errors);
            return;
        }

        Assert.Contains(report.Findings, finding => finding.Rule == sample.Rule);
        Assert.Equal(sample.IsWarning ? [] : [sample.Rule], errors.Select(static finding => finding.Rule).Distinct());
        Assert.All(report.Findings, static finding => Assert.False(string.IsNullOrWhiteSpace(finding.Message) || string.IsNullOrWhiteSpace(finding.Remedy) || string.IsNullOrWhiteSpace(finding.Reference)));
        Assert.NotNull(label);
    }

    /// <summary>A rule that no file breaks has never been seen to work.</summary>
    [Fact]
    public void Every_rule_has_a_file_that_breaks_it()
    {
        // Of a whole set, or too large for a sample: ReleaseRuleTests.
        string[] elsewhere = ["FileTooLarge", "SecondSdist", "SameFileTwice", "SeveralVersions", "MetadataDiffers"];
        Assert.Equal([], DistributionRules.All.Select(static rule => rule.Id).Except(elsewhere).Except(Corpus.All.Select(static sample => sample.Rule).OfType<string>()));
        Assert.Equal(DistributionRules.All.Count, DistributionRules.All.Select(static rule => rule.Id).Distinct().Count());
    }
}
