using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>
/// Dependencies and versions (PEP 508, PEP 440) by reduction: each comparison of a marker becomes a mark, and marks in brackets
/// or joined by 'and' and 'or' become one, until one is left or nothing changes.
/// </summary>
internal static partial class DependencyGrammar
{
    private const char Mark = '\uE000';
    private const string Number = @"v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*";
    private const string Tail = @"(?:[-_.]?(?:alpha|beta|preview|pre|rc|a|b|c)[-_.]?[0-9]*)?(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?(?:[-_.]?dev[-_.]?[0-9]*)?";
    private const string Specifier = @"(?:===\s*[^\s;)]*|[=!]=\s*" + Number + @"(?:\.\*|" + Tail + @"(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?)|~=\s*v?(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)+" + Tail + @"|[<>]=?\s*" + Number + Tail + ")";

    public static bool IsSpecifierSet(string text) => text.Split(',').All(static part => string.IsNullOrWhiteSpace(part) || WholeSpecifier().IsMatch(part));

    public static string? Complaint(string text)
    {
        var match = Dependency().Match(text);
        if (!match.Success) return $"'{text}' is invalid for 'requires-dist'";
        if (match.Groups["url"].Success) return $"Can't have direct dependency: {text}";
        return !match.Groups["marker"].Success || IsMarker(match.Groups["marker"].Value) ? null : $"'{text}' is invalid for 'requires-dist'";
    }

    private static bool IsMarker(string text)
    {
        // The mark is none of a text's own; and a quote that Python could not read is none.
        if (text.Contains(Mark, StringComparison.Ordinal) || LoneBackslash().IsMatch(text)) return false;
        var reduced = Comparison().Replace(text, $" {Mark} ");
        for (var before = ""; before != reduced;)
        {
            before = reduced;
            reduced = Bracketed().Replace(reduced, $" {Mark} ");
            reduced = Joined().Replace(reduced, $" {Mark} ");
        }

        return reduced.Trim() == $"{Mark}";
    }

    [GeneratedRegex(@"\A\s*" + Specifier + @"\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeSpecifier();

    [GeneratedRegex(
        @"\A[ \t]*[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?[ \t]*(?:\[[ \t]*(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?[ \t]*(?:,[ \t]*[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?[ \t]*)*)?\])?[ \t]*(?:@[ \t]*(?<url>[^ \t]+)(?:[ \t]+(?:;(?<marker>.+))?)?|(?:\([ \t]*(?:"
        + Specifier + @"(?:[ \t]*,[ \t]*" + Specifier + @")*[ \t]*,?)?[ \t]*\)|(?:" + Specifier + @"(?:[ \t]*,[ \t]*" + Specifier + @")*[ \t]*,?)?)[ \t]*(?:;(?<marker>.+))?)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dependency();

    [GeneratedRegex(
        @"(?<operand>'[^']*'|""[^""]*""|\b(?:python_(?:full_)?version|(?:platform_)?python_implementation|os[._]name|sys[._]platform|platform[._](?:version|machine|python_implementation)|platform_(?:release|system)|implementation_(?:name|version)|extras?|dependency_groups)\b)[ \t]*(?:===|==|~=|!=|<=|>=|<|>|\bnot[ \t]+in\b|\bin\b)[ \t]*(?:'[^']*'|""[^""]*""|\b(?:python_(?:full_)?version|(?:platform_)?python_implementation|os[._]name|sys[._]platform|platform[._](?:version|machine|python_implementation)|platform_(?:release|system)|implementation_(?:name|version)|extras?|dependency_groups)\b)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\(\s*\uE000\s*\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\uE000\s+(?:and|or)\s+\uE000", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\['""]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoneBackslash();
}
