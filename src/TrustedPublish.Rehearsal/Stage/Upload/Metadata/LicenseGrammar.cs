using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>Licence expressions (packaging.licenses) by reduction: names become marks, and marks join until one is left.</summary>
internal static partial class LicenseGrammar
{
    private const char Mark = '\uE000';

    private static readonly HashSet<string> Ids = new([.. PublicLists.Strings("spdx-license-ids.json"), .. PublicLists.Strings("spdx-license-ids-deprecated.json")], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Exceptions = new([.. PublicLists.Strings("spdx-exceptions.json"), .. PublicLists.Strings("spdx-exceptions-deprecated.json")], StringComparer.OrdinalIgnoreCase);

    public static string? Complaint(string text)
    {
        // Each name becomes a mark of its kind, none of which is a text's own.
        var reduced = Word().Replace(text.Replace(Mark, '?'), static word => IsOperator(word.Value) ? $" {word.Value.ToUpperInvariant()} " : word.Groups["exception"].Success ? (Exceptions.Contains(word.Value) ? $" {Mark} " : " ? ") : IsLicense(word.Value) ? $" {Mark} " : " ? ");
        for (var before = ""; before != reduced;)
        {
            before = reduced;
            reduced = Bracketed().Replace(reduced, $" {Mark} ");
            reduced = Joined().Replace(reduced, $" {Mark} ");
        }

        return reduced.Trim() == $"{Mark}" ? null : $"Invalid license expression: '{text}'";
    }

    private static bool IsOperator(string word) => word.ToUpperInvariant() is "AND" or "OR" or "WITH";

    private static bool IsLicense(string word) => OwnLicense().IsMatch(word) || Ids.Contains(word.EndsWith('+') ? word[..^1] : word);

    [GeneratedRegex(@"(?<exception>(?<=(?:^|[\s()])with\s+)[^\s()]+)|[^\s()]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\Alicenseref-[a-z0-9.-]*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnLicense();

    [GeneratedRegex(@"\(\s*\uE000\s*\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\uE000\s+(?:AND|OR|WITH)\s+\uE000", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();
}
