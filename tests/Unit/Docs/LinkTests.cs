using System.Text.RegularExpressions;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Docs;

/// <summary>What the pages link to within the repository is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Repository.Pages()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_relative_link_leads_somewhere(string page)
    {
        var text = Repository.Read(page);
        Assert.All(Targets(text), target =>
        {
            var (path, fragment) = target.Split('#') is [var before, var after] ? (before, after) : (target, "");
            var folder = Path.GetDirectoryName(Repository.Path(page))!;
            var file = path.Length == 0 ? Repository.Path(page) : Path.Combine([folder, .. path.Split('/')]);
            Assert.True(Path.Exists(file), $"{page} links to {target}, which is not there.");
            if (fragment.Length > 0) Assert.Contains(fragment, Anchors(File.ReadAllText(file)));
        });
    }

    [Fact]
    public void Links_are_found_and_so_are_headings()
    {
        Assert.Equal(["docs/a.md#b", "#why"], Targets("[a](docs/a.md#b), [b](https://example.org/c.md) and [c](#why)\n```\n[d](e.md)\n```\n"));
        Assert.Equal(["why-was-i-refused", "sslcertfile-s"], Anchors("## Why was I refused?\n\n### `SSLCERTFILE` s\n"));
    }

    private static IEnumerable<string> Targets(string text) => Link().Matches(Fence().Replace(text, "")).Select(static match => match.Groups["target"].Value);

    /// <summary>As GitHub names its headings: in lower case, spaces as hyphens, without punctuation.</summary>
    private static IEnumerable<string> Anchors(string text) => Heading().Matches(Fence().Replace(text.ReplaceLineEndings("\n"), ""))
        .Select(static match => string.Concat(match.Groups["title"].Value.ToLowerInvariant().Where(static character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')).Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>(?![a-z]+:)[^)\s]+)\)", Options, Patience)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", Options, Patience)]
    private static partial Regex Heading();

    [GeneratedRegex("^[ ]*```.*?^[ ]*```", Options | RegexOptions.Singleline, Patience)]
    private static partial Regex Fence();

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline;
    private const int Patience = 1000;
}
