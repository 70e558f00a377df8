using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>
/// Addresses as warehouse's utils/http.py leaves them to rfc3986: everything is percent-encoded first but the brackets, a host
/// that can't be read is none, and a port that can be read must be one.
/// </summary>
internal static partial class UrlGrammar
{
    public static bool IsValid(string text) => Form().IsMatch(text) && !HighPort().IsMatch(text);

    [GeneratedRegex(@"\Ahttps?:(?://[^\\/?#]*)?[^?#\[\]]*(?:\?[^#\[\]]*)?(?:#.*)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex(
        @"\A[a-z]+://(?:(?:[\x21-\x7e-[@\[\]\\/?#<>^`{|}""%]]|%[0-9a-f]{2})+@)?(?:\[[0-9a-f:.]+\]|(?:[\x21-\x7e-[@\[\]\\/?#<>^`{|}""%:]]|%[0-9a-f]{2})*):(?:6553[6-9]|655[4-9][0-9]|65[6-9][0-9]{2}|6[6-9][0-9]{3}|[7-9][0-9]{4})(?:[\\/?#]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HighPort();
}
