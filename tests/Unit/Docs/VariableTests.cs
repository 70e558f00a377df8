using System.Text.RegularExpressions;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Docs;

/// <summary>Each environment variable that the code names stands on the page about CI systems.</summary>
public sealed partial class VariableTests
{
    public static TheoryData<string> Variables => [.. Named()];

    [Theory]
    [MemberData(nameof(Variables))]
    public void Each_variable_is_documented(string name) =>
        Assert.Contains($"`{name}`", Repository.Read("docs/en-US/about_TrustedPublish_CI.md"), StringComparison.Ordinal);

    [Fact]
    public void They_are_found_where_they_are_read() =>
        Assert.Superset(new HashSet<string>(["GITHUB_ACTIONS", "CI", "PATH", "TRAVIS", "SEMAPHORE_OIDC_TOKEN", "SSL_CERT_FILE", "bamboo_buildKey"]), new HashSet<string>(Named()));

    private static IEnumerable<string> Named() =>
        Directory.EnumerateFiles(Repository.Path("src/TrustedPublish.Core"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Path("src/TrustedPublish.Cmdlets"), "*.cs", SearchOption.AllDirectories))
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static path => Lookup().Matches(File.ReadAllText(path)))
            .Select(static match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    // Read by name, kept in a constant that says so, one of a list, or written as only variables are, and as Sigstore's kinds
    // of keys (PKIX_…) are.
    [GeneratedRegex(
        """
        (?:nvironment\[|job\[|Process\[|IsTrue\(|OfFlag\(environment,\s|OfVariable\(environment,\s|GetEnvironmentVariable\(|Variable\s=\s)"(?<name>\w+)"
        |^\s+\("(?<name>\w+)",\s"[A-Z][\w\s]*"\),\r?$
        |"(?!PKIX_)(?<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Lookup();
}
