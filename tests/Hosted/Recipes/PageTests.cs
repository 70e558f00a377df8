using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>What stands in the pages to be pasted can be read by what it is for.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages => [.. RepositoryFile.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Has_PowerShell_that_parses(string page)
    {
        foreach (var fence in Fence.Of(page).Where(static fence => fence.Language == "powershell"))
        {
            _ = Parser.ParseInput(fence.Text, out _, out var errors);
            Assert.True(errors.Length == 0, $"{page}:{fence.Line}: {errors.FirstOrDefault()?.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Has_YAML_that_parses(string page) =>
        Assert.All(Fence.Of(page).Where(static fence => fence.Language == "yaml"), static fence => Assert.NotEmpty(Yaml.Parse(fence.Text)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Says_of_each_block_what_it_is(string page) => Assert.All(Fence.Of(page), static fence => Assert.Matches("^[a-z]+$", fence.Language));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_to_files_that_are_there(string page)
    {
        var folder = Path.GetDirectoryName(RepositoryFile.Path(page))!;
        foreach (var target in RepositoryFile.Read(page).Split("](").Skip(1).Select(static rest => rest.Split(')')[0].Split('#')[0]).Where(static target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)))
        {
            Assert.True(Path.Exists(Path.Combine(folder, target)), $"{page} links to {target}, which is not there.");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Names_the_version_of_this_repository(string page) => Assert.All(
        RepositoryFile.Read(page).Split('\n').Where(static line => line.Contains("TrustedPublish", StringComparison.Ordinal) || line.Contains("of the module", StringComparison.Ordinal)),
        static line => Assert.All(Version().Matches(line), static version => Assert.Equal(RepositoryFile.ModuleVersion, version.Value)));

    [Fact]
    public void The_page_of_the_action_has_every_input_of_it()
    {
        var page = RepositoryFile.Read("docs/ci/github-actions.md");
        Assert.All(Yaml.Of("action.yml")["inputs"].Keys, input => Assert.Contains($"`{input}`", page, StringComparison.Ordinal));
        Assert.All(Yaml.Of("action.yml")["outputs"].Keys, output => Assert.Contains($"`{output}`", page, StringComparison.Ordinal));
        // Those of pypa/gh-action-pypi-publish v1.14, whose users look here.
        Assert.All((string[])["user", "password", "repository-url", "packages-dir", "verify-metadata", "skip-existing", "verbose", "print-hash", "attestations"], input => Assert.Contains($"| `{input}` |", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<![\d.])\d+\.\d+\.\d+(?![\d.])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
