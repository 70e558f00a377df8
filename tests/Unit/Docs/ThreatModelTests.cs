using System.Text.RegularExpressions;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Docs;

/// <summary>The tests that SECURITY.md names as proof are there; what they prove is their own part.</summary>
public sealed partial class ThreatModelTests
{
    public static TheoryData<string> Lines => [.. Claims()];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_line_of_the_threat_model_names_tests_that_exist(string line)
    {
        var named = Reference().Matches(line);
        Assert.True(named.Count > 0, $"No test shows this: {line}");
        Assert.All(named, match =>
        {
            var (file, test) = (match.Groups["file"].Value, match.Groups["test"].Value);
            Assert.True(File.Exists(Repository.Path(file)), $"There is no {file}.");
            Assert.Contains(Declaration(file, test), Repository.Read(file), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void There_are_lines_about_each_threat()
    {
        var sections = Repository.Read("SECURITY.md").Split("\n### ")[1..];
        Assert.Equal(9, sections.Length);
        Assert.All(sections, static section => Assert.Contains("\n- ", section, StringComparison.Ordinal));
    }

    /// <summary>The items of the lists below the threats' headings, each on one line.</summary>
    private static List<string> Claims()
    {
        var claims = new List<string>();
        var isThreat = false;
        foreach (var line in Repository.Read("SECURITY.md").Split('\n'))
        {
            if (line.StartsWith('#')) isThreat = line.StartsWith("### ", StringComparison.Ordinal);
            else if (isThreat && line.StartsWith("- ", StringComparison.Ordinal)) claims.Add(line);
            else if (isThreat && line.StartsWith("  ", StringComparison.Ordinal)) claims[^1] = $"{claims[^1]} {line.Trim()}";
        }

        return claims;
    }

    private static string Declaration(string file, string test) => file.EndsWith(".ps1", StringComparison.Ordinal) ? $"It '{test}'" : $" {test}(";

    [GeneratedRegex("`(?<file>tests/[^`:]+): (?<test>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
