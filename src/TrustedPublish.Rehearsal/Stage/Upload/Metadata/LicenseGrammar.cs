using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>Licence expressions (packaging.licenses) by reduction: licences become L, and L's join until one is left.</summary>
internal static partial class LicenseGrammar
{
    private static readonly HashSet<string> Ids = new([.. PublicLists.Strings("spdx-license-ids.json"), .. PublicLists.Strings("spdx-license-ids-deprecated.json")], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Exceptions = new([.. PublicLists.Strings("spdx-exceptions.json"), .. PublicLists.Strings("spdx-exceptions-deprecated.json")], StringComparer.OrdinalIgnoreCase);

    public static string? Complaint(string text)
    {
        var unknown = Word().Matches(text).Select(static match => match.Value).FirstOrDefault(static word => !IsWord(word));
        if (unknown is not null) return $"Unknown license: '{unknown.ToLowerInvariant()}'";
        var reduced = WithException().Replace(text, static match => Exceptions.Contains(match.Groups["exception"].Value) && IsLicense(match.Groups["license"].Value) ? " § " : " ? ");
        reduced = Word().Replace(reduced, static match => match.Value switch
        {
            "§" or "?" => match.Value,
            _ when IsOperator(match.Value) => match.Value.ToUpperInvariant(),
            _ when IsLicense(match.Value) => " § ",
            _ => " ? ",
        });
        for (var before = ""; before != reduced;)
        {
            before = reduced;
            reduced = Bracketed().Replace(reduced, " § ");
            reduced = Joined().Replace(reduced, " § ");
        }

        return reduced.Trim() == "§" ? null : $"Invalid license expression: '{text}'";
    }

    private static bool IsWord(string word) => IsOperator(word) || IsLicense(word) || Exceptions.Contains(word);

    private static bool IsOperator(string word) => word.ToUpperInvariant() is "AND" or "OR" or "WITH";

    private static bool IsLicense(string word) => OwnLicense().IsMatch(word) || Ids.Contains(word.EndsWith('+') ? word[..^1] : word);

    [GeneratedRegex(@"[^\s()]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\Alicenseref-[a-z0-9.-]+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnLicense();

    [GeneratedRegex(@"(?<license>[^\s()]+)\s+with\s+(?<exception>[^\s()]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WithException();

    [GeneratedRegex(@"\(\s*§\s*\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"§\s+(?:AND|OR)\s+§", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();
}
