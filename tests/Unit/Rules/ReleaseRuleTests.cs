using TrustedPublish.Core;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>What only shows in a set, and how a set is held to the rules.</summary>
public sealed class ReleaseRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_release_of_wheels_and_one_sdist_is_in_order() =>
        Assert.Empty(Rules(Wheel("demo-1.0-py3-none-any.whl"), Wheel("demo-1.0-cp313-cp313-win32.whl"), Sdist("demo-1.0.tar.gz"), Wheel("other-1.0-py3-none-any.whl", "other")));

    [Fact]
    public void A_second_sdist_of_a_release_is_refused() => Assert.Contains("SecondSdist", Rules(Sdist("demo-1.0.tar.gz"), Sdist("Demo-1.0.tar.gz")));

    [Fact]
    public void So_is_one_name_in_two_folders() => Assert.Contains("SameFileTwice", Rules(Wheel("demo-1.0-py3-none-any.whl"), Archives.WholeWheel(_other, "demo-1.0-py3-none-any.whl", Metadata())));

    [Fact]
    public void Several_versions_are_doubted() => Assert.Equal(["SeveralVersions"], Rules(Wheel("demo-1.0-py3-none-any.whl"), Wheel("demo-1.1-py3-none-any.whl", release: "1.1")));

    [Fact]
    public void Two_spellings_of_a_version_are_one() => Assert.Empty(Rules(Wheel("demo-1.0-py3-none-any.whl"), Wheel("demo-1.0.0-py2-none-any.whl", release: "1.0.0")));

    [Fact]
    public void Files_of_a_release_that_say_different_things_are_doubted()
    {
        var reports = Check(Wheel("demo-1.0-py3-none-any.whl"), Wheel("demo-1.0-cp313-cp313-win32.whl", lines: "Summary: Another\nRequires-Dist: x\n"));
        var finding = Assert.Single(reports[1].Findings);
        Assert.Equal("MetadataDiffers", finding.Rule);
        Assert.Contains("Summary, Requires-Dist", finding.Message, StringComparison.Ordinal);
        Assert.True(reports[1].IsValid);
    }

    [Fact]
    public void But_not_of_fields_that_the_sdist_marks_as_dynamic()
    {
        var wheel = Wheel("demo-1.0-py3-none-any.whl", lines: "Summary: One\nRequires-Dist: x\n");
        Assert.Empty(Rules(wheel, Sdist("demo-1.0.tar.gz", "Dynamic: Summary\nDynamic: requires-dist\n")));
        Assert.Equal(["MetadataDiffers"], Rules(wheel, Sdist("demo-1.0.tar.gz", "Dynamic: Summary\n")));
    }

    [Fact]
    public void The_order_of_dependencies_is_no_difference() =>
        Assert.Empty(Rules(Wheel("demo-1.0-py3-none-any.whl", lines: "Requires-Dist: a\nRequires-Dist: b\n"), Wheel("demo-1.0-cp313-cp313-win32.whl", lines: "Requires-Dist: b\nRequires-Dist: a\n")));

    [Fact]
    public void A_file_beyond_PyPIs_limit_is_refused_there_and_nowhere_else()
    {
        var file = Wheel("demo-1.0-py3-none-any.whl");
        var bytes = File.ReadAllBytes(file.FullName);
        // A hole before the archive: large, and quickly made.
        using (var stream = file.OpenWrite())
        {
            stream.Position = 100L * 1024 * 1024;
            stream.Write(bytes);
        }

        file.Refresh();
        Assert.Contains("FileTooLarge", DistributionRules.Check(file, RuleScope.PyPI, Stop).Findings.Select(static finding => finding.Rule));
        Assert.DoesNotContain("FileTooLarge", DistributionRules.Check(file, RuleScope.AnyIndex, Stop).Findings.Select(static finding => finding.Rule));
    }

    [Theory]
    [InlineData(RuleScope.PyPI, true)]
    [InlineData(RuleScope.AnyIndex, false)]
    [InlineData(RuleScope.None, false)]
    public void PyPIs_own_lists_count_for_PyPI(RuleScope scope, bool isRefused)
    {
        var set = ReleaseSet.Read([Wheel("demo-1.0-cp313-cp313-linux_x86_64.whl", lines: "Classifier: My :: Own\n")], scope, Trace.None, Stop);
        Assert.Equal(isRefused ? [FailureKind.DistributionInvalid, FailureKind.DistributionInvalid] : [], set.Errors.Select(static error => error.Kind));
    }

    [Theory]
    [InlineData("Author-email: jane\n")]
    [InlineData("Home-page: example.org\n")]
    [InlineData("Project-URL: , https://example.org/\n")]
    [InlineData("Requires-Dist: x @ https://example.org/x.whl\n")]
    [InlineData("Provides-Dist: other (1.0)\n")]
    [InlineData("License: MIT\nLicense-Expression: MIT\n")]
    [InlineData("Classifier: Private :: Do Not Upload\n")]
    public void What_warehouse_asks_beyond_packaging_counts_for_PyPI_alone(string lines)
    {
        var file = Wheel("demo-1.0-py3-none-any.whl", lines: lines);
        Assert.False(DistributionRules.Check(file, RuleScope.PyPI, Stop).IsValid);
        Assert.Empty(DistributionRules.Check(file, RuleScope.AnyIndex, Stop).Findings);
    }

    [Fact]
    public void A_local_version_is_for_other_indexes()
    {
        var file = Wheel("demo-1.0+abc-py3-none-any.whl", release: "1.0+abc");
        Assert.Equal(["LocalVersion"], DistributionRules.Check(file, RuleScope.PyPI, Stop).Findings.Select(static finding => finding.Rule));
        Assert.Empty(DistributionRules.Check(file, RuleScope.AnyIndex, Stop).Findings);
    }

    [Theory]
    [InlineData("Summary: a\n        b\n")]
    [InlineData("Requires-Dist: @\n")]
    [InlineData("Project-URL: A, https://example.org/\nProject-URL: A, https://example.org/\n")]
    [InlineData("License-Expression: BSD\n")]
    public void What_packaging_refuses_counts_for_every_index(string lines) =>
        Assert.False(DistributionRules.Check(Wheel("demo-1.0-py3-none-any.whl", lines: lines), RuleScope.AnyIndex, Stop).IsValid);

    [Fact]
    public void An_unknown_classifier_is_told_with_the_age_of_the_list()
    {
        var finding = Assert.Single(DistributionRules.Check(Wheel("demo-1.0-py3-none-any.whl", lines: "Classifier: My :: Own\n"), RuleScope.PyPI, Stop).Findings);
        Assert.Matches(@"trove-classifiers 20[0-9]{2}\.[0-9]+\.[0-9]+", finding.Message);
        Assert.Contains("-IgnoreRule Classifier", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_reading_is_left_without_rules()
    {
        var broken = Wheel("demo-1.0-py3-none-any.whl", lines: "Requires-Dist: @\n");
        Assert.Empty(ReleaseSet.Read([broken], RuleScope.None, Trace.None, Stop).Errors);
        Assert.Single(ReleaseSet.Read([broken], RuleScope.AnyIndex, Trace.None, Stop).Errors);
        File.WriteAllText(broken.FullName, "x");
        Assert.Equal([FailureKind.ArchiveDamaged], ReleaseSet.Read([broken], RuleScope.None, Trace.None, Stop).Errors.Select(static error => error.Kind));
    }

    [Fact]
    public void Many_files_keep_their_order()
    {
        var files = Enumerable.Range(0, 40).Select(number => Wheel($"p{number}-1.0-py3-none-any.whl", $"p{number}")).ToArray();
        Assert.Equal(files.Select(static file => file.Name), Check(files).Select(static report => report.File.Name));
    }

    [Fact]
    public void Reading_can_be_ended()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ReleaseSet.Check([Sdist("demo-1.0.tar.gz")], RuleScope.PyPI, cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => DistributionRules.Check(Sdist("demo-1.0.tar.gz"), RuleScope.PyPI, cancelled.Token));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Metadata(string project = "demo", string release = "1.0", string lines = "") => Corpus.Metadata(lines, name: project, release: release);

    private static IReadOnlyList<DistributionReport> Check(params FileInfo[] files) => ReleaseSet.Check(files, RuleScope.PyPI, Stop);

    private static IEnumerable<string> Rules(params FileInfo[] files) => Check(files).SelectMany(static report => report.Findings).Select(static finding => finding.Rule);

    private FileInfo Wheel(string name, string project = "demo", string release = "1.0", string lines = "") => Archives.WholeWheel(_folder, name, Metadata(project, release, lines));

    private FileInfo Sdist(string name, string lines = "")
    {
        var root = name[..^".tar.gz".Length];
        return Archives.Sdist(_folder, name, ($"{root}/PKG-INFO", Metadata(lines: lines)), ($"{root}/pyproject.toml", ""));
    }
}
