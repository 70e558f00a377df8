using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Secrets;

/// <summary>Text of others that may hold a token which nobody here knows.</summary>
internal static partial class TokenText
{
    /// <summary>The text with <c>***</c> for whatever looks like a token: a known prefix, a JWT, or 40 characters of base64url and more.</summary>
    public static string Redact(string text) => Token().Replace(text, "***");

    /// <summary>The same for what can be nothing else, an API token of an index and a JWT: logs keep digests and names such as <c>pypi-publisher</c>.</summary>
    public static string RedactCertain(string text) => CertainToken().Replace(text, "***");

    [GeneratedRegex(@"\b(?:eyJ[A-Za-z0-9_.=-]{16,}|pypi-[A-Za-z0-9_=-]{32,})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CertainToken();

    [GeneratedRegex(
        @"\b(?:eyJ|pypi-|ya29\.|glpat-|gh[a-z]_|github_pat_|bk[a-z]{1,3}_)[A-Za-z0-9_.=-]+|[A-Za-z0-9_-]{40,}={0,2}(?:\.[A-Za-z0-9_=-]+)*",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
