using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>The addresses of Author-email and Maintainer-email: <c>Name &lt;user@host&gt;, other@host</c> (RFC 5322).</summary>
internal static partial class EmailAddress
{
    private const int LongestText = 4096;
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 253;

    // Domains that are nobody's (RFC 6761): what the index's checker refuses.
    private static readonly string[] ReservedDomains = ["arpa", "invalid", "local", "localhost", "onion", "test"];

    /// <summary>
    /// The one address of a field that is none, or null. With several addresses in it the index looks at none of them.
    /// </summary>
    public static string? FindInvalid(string field)
    {
        if (field.Length > LongestText) return field[..40] + "…";
        var parts = Separators().Replace(Quoted().Replace(field, ""), "\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 1) return null;
        var angle = Angle().Match(parts[0]);
        var address = angle.Success ? angle.Groups["address"].Value.Trim() : parts[0];
        return address.Length == 0 || IsValid(address) ? null : address;
    }

    private static bool IsValid(string address)
    {
        var at = address.LastIndexOf('@');
        if (at <= 0 || at > LongestLocalPart || address.Length - at - 1 is 0 or > LongestDomain) return false;
        var domain = address[(at + 1)..];
        var labels = domain.Split('.');
        return LocalPart().IsMatch(address.AsSpan(0, at)) && labels.Length > 1 && Array.TrueForAll(labels, static label => Label().IsMatch(label))
            && !Array.Exists(ReservedDomains, reserved => labels[^1].Equals(reserved, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(",", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    [GeneratedRegex("<(?<address>[^<>]*)>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Angle();

    // Letters of every script are allowed since RFC 6531.
    [GeneratedRegex(@"\A[^\s@<>()\[\]\\,;:"".]+(?:\.[^\s@<>()\[\]\\,;:"".]+)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocalPart();

    [GeneratedRegex(@"\A[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
