using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>Version specifiers such as <c>&gt;=3.9,!=3.10.*</c> (PEP 440, "Version specifiers").</summary>
internal static partial class VersionSpecifier
{
    // This module's own limit for one specifier: a longer one is not worth a regular expression's time.
    private const int LongestText = 4096;

    /// <summary>Whether <paramref name="text"/> is a list of specifiers, with commas between; an empty one is.</summary>
    public static bool IsSet(string text) => text.Split(',').All(static part => string.IsNullOrWhiteSpace(part) || (part.Length <= LongestText && One().IsMatch(part)));

    /// <summary>The length of the specifier that <paramref name="text"/> begins with at <paramref name="start"/>, or 0.</summary>
    public static int Length(string text, int start) => Leading().Match(text, start, Math.Min(LongestText, text.Length - start)) is { Success: true } match ? match.Length : 0;

    private const string Release = @"v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)";
    private const string Suffixes = @"(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?(?:[-_.]?dev[-_.]?[0-9]*)?";
    private const string Form =
        @"(?:===\s*[^\s;)]*"
        + @"|(?:==|!=)\s*" + Release + @"*(?:\.\*|" + Suffixes + @"(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?)"
        + @"|~=\s*" + Release + "+" + Suffixes
        + @"|(?:<=|>=|<|>)\s*" + Release + "*" + Suffixes + ")";

    [GeneratedRegex(@"\A\s*" + Form + @"\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex One();

    [GeneratedRegex(@"\G" + Form, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leading();
}
