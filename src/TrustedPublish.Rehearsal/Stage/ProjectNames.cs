using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>Project names as the index compares them (PEP 503).</summary>
internal static partial class ProjectNames
{
    public static string Normalize(string name) => Runs().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex("[-_.]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Runs();
}
