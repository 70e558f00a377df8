using System.Globalization;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// The addresses of Home-page, Download-URL and Project-URL as warehouse takes them (utils/http.py over rfc3986 2.0): http
/// or https, with or without a host. It percent-encodes before it looks, so most characters pass.
/// </summary>
internal static partial class WebAddress
{
    private const int HighestPort = 65535;

    public static bool IsValid(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text[..colon].ToLowerInvariant() is not ("http" or "https")) return false;
        var rest = text.AsSpan(colon + 1);
        if (rest.StartsWith("//"))
        {
            rest = rest[2..];
            var end = rest.IndexOfAny('/', '?', '#');
            var backslash = rest.IndexOf('\\');
            if (backslash >= 0 && (end < 0 || backslash < end)) end = backslash;
            if (!IsAuthority(end < 0 ? rest : rest[..end])) return false;
            rest = end < 0 ? [] : rest[end..];
        }

        // Brackets are what encoding leaves as they are and neither path nor query may hold. The fragment is not looked at.
        var fragment = rest.IndexOf('#');
        return !(fragment < 0 ? rest : rest[..fragment]).ContainsAny('[', ']');
    }

    // A host that rfc3986 can't read counts as none, and none is needed; a port is held to its range where it can be read.
    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        var colon = text.LastIndexOf(':');
        return colon < 0
            || text.Length - colon > 6
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port <= HighestPort
            || !Host().IsMatch(text[..colon]);
    }

    [GeneratedRegex(
        @"\A(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})+@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();
}
