using System.Text.RegularExpressions;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>What jobs take from others, by version: actions, images, and the module itself.</summary>
public sealed partial class PinTests
{
    private const string Install = "Install-PSResource TrustedPublish ";

    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(RepositoryFile.Path(".github/workflows"), "*.yml").Select(static path => $".github/workflows/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];

    /// <summary>Every text that has something to paste.</summary>
    public static TheoryData<string> Pasted => [.. RepositoryFile.Pages, .. Examples(), "templates/publish/template.yml"];

    // A tag can be moved to other code, a commit can't. The comment is what Dependabot reads and raises with it.
    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_names_the_commit_of_an_action(string path)
    {
        foreach (var line in RepositoryFile.Read(path).Split('\n').Where(static line => UsesKey().IsMatch(line) && !line.Contains("uses: ./", StringComparison.Ordinal))) Assert.Matches(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line);
    }

    // GitHub's documentation, "Secure use reference": what stands between ${{ and }} becomes part of the script's text.
    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_has_no_expression_in_a_script(string path) =>
        Assert.All(Steps(path).Select(static step => step.Find("run")).OfType<Yaml>(), static run => Assert.DoesNotContain("${{", run.Text, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_leaves_no_credentials_in_a_checkout_and_ends_by_itself(string path)
    {
        Assert.All(Steps(path).Where(static step => step.Find("uses")?.Text.StartsWith("actions/checkout@", StringComparison.Ordinal) == true), static step => Assert.Equal("false", step["with"]["persist-credentials"].Text));
        Assert.All(Jobs(path).Where(static job => job.Find("uses") is null), static job => Assert.InRange(int.Parse(job["timeout-minutes"].Text, System.Globalization.CultureInfo.InvariantCulture), 1, 60));
    }

    // The job that may sign runs what GitHub has at a commit; what others fetch while it runs is kept away from it.
    [Fact]
    public void Who_may_sign_or_has_the_key_runs_no_action_of_others()
    {
        var jobs = Yaml.Of(".github/workflows/release.yml")["jobs"];
        Assert.Empty(jobs["sbom"]["permissions"].Keys);
        foreach (var job in jobs.Keys.Select(name => jobs[name]).Where(static job => job.Find("environment") is not null || job.Find("permissions")?.Map.Values.Contains("write", StringComparer.Ordinal) == true))
        {
            Assert.All(job["steps"].Items.Select(static step => step.Find("uses")).OfType<Yaml>(), static uses => Assert.StartsWith("actions/", uses.Text, StringComparison.Ordinal));
            // The digest that the build gave is compared before the first step that uses the package.
            var steps = job["steps"].Items.Where(static step => step.Find("uses")?.Text.StartsWith("actions/download-artifact@", StringComparison.Ordinal) != true && step.Find("uses")?.Text.StartsWith("actions/checkout@", StringComparison.Ordinal) != true).ToList();
            Assert.Equal("${{ needs.test.outputs.sha256 }}", steps[0]["env"]["SHA256"].Text);
            Assert.Matches(@"^echo ""\$SHA256  \w+/\$PACKAGE"" \| sha256sum --check --strict(\n|$)", steps[0]["run"].Text);
        }
    }

    [Fact]
    public void Each_action_has_one_major_everywhere()
    {
        var majors = Pasted.Select(static row => row.Data).Concat(Workflows.Select(static row => row.Data))
            .SelectMany(static path => Action().Matches(RepositoryFile.Read(path)).Select(match => (Path: path, Name: match.Groups["name"].Value, Major: match.Groups["major"].Value)))
            .GroupBy(static use => use.Name, StringComparer.Ordinal);
        Assert.All(majors, static action => Assert.True(action.Select(static use => use.Major).Distinct(StringComparer.Ordinal).Count() == 1, $"{action.Key} is {string.Join(", ", action.Select(static use => $"v{use.Major} in {use.Path}").Distinct(StringComparer.Ordinal))}."));
    }

    [Theory]
    [MemberData(nameof(Pasted))]
    public void Each_names_the_version_and_the_gallery(string path)
    {
        foreach (var line in RepositoryFile.Read(path).Split('\n').Where(static line => line.TrimStart(' ', '\'').StartsWith(Install, StringComparison.Ordinal) && !line.Contains("-Repository Here ", StringComparison.Ordinal)))
        {
            var version = path == "templates/publish/template.yml" ? "$env:PUBLISH_VERSION" : RepositoryFile.ModuleVersion;
            Assert.Contains($"{Install}-Version {version} -Repository PSGallery -TrustRepository", line, StringComparison.Ordinal);
        }
    }

    // PowerShell/Announcements 75: since March 2025 PowerShell's images are those of the .NET SDK.
    [Theory]
    [MemberData(nameof(Pasted))]
    public void Each_takes_PowerShell_from_an_image_that_is_kept(string path) =>
        Assert.All(Image().Matches(RepositoryFile.Read(path)), static image => Assert.Equal("mcr.microsoft.com/dotnet/sdk:10.0", image.Value));

    [GeneratedRegex(@"^\s*(- )?uses: ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsesKey();

    [GeneratedRegex(@"(?<name>actions/[\w-]+)@(v(?<major>\d+)$|[0-9a-f]{40} # v(?<major>\d+)\.)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();

    [GeneratedRegex(@"mcr\.microsoft\.com/[\w/.:-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Image();

    private static IEnumerable<Yaml> Jobs(string path)
    {
        var jobs = Yaml.Of(path)["jobs"];
        return jobs.Keys.Select(name => jobs[name]);
    }

    private static IEnumerable<Yaml> Steps(string path) => Jobs(path).SelectMany(static job => job.Find("steps")?.Items ?? []);

    private static IEnumerable<string> Examples() => Directory.EnumerateFiles(RepositoryFile.Path("examples"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System })
        .Select(static path => Path.GetRelativePath(RepositoryFile.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
