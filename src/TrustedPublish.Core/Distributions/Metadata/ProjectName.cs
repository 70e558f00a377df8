using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>Project names as the index compares them.</summary>
public static partial class ProjectName
{
    /// <summary>Lower case, with each run of <c>-</c>, <c>_</c> and <c>.</c> as one hyphen (PEP 503).</summary>
    public static string Normalize(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    /// <summary>Whether <paramref name="name"/> is a project name (PEP 508, "Names").</summary>
    public static bool IsValid(string name) => Form().IsMatch(name);

    [GeneratedRegex("[-_.]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
