using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// Author-email and Maintainer-email as warehouse judges them: what Python's parseaddr makes of the field, held to
/// email-validator 2.3 (RFC 5322, RFC 6531, and domains that can be reached).
/// </summary>
internal static partial class EmailAddress
{
    private const int LongestAddress = 254;
    private const int LongestDomain = 253;
    private const int LongestLabel = 63;
    private const string PunycodePrefix = "xn--";

    // Domains that are nobody's (RFC 6761, RFC 6762, RFC 7686).
    private static readonly string[] ReservedDomains = ["arpa", "invalid", "local", "localhost", "onion", "test"];

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The one address of a field that is none, or null. Of several, or of a text that holds none, nothing is said.</summary>
    public static string? FindInvalid(string field)
    {
        var address = AddressField.FindAddress(field);
        return address.Length == 0 || IsValid(address) ? null : address;
    }

    private static bool IsValid(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && IsLocalPart(address[..at]) && IsDomain(address[(at + 1)..]) && Encoding.UTF8.GetByteCount(address) <= LongestAddress;
    }

    private static bool IsLocalPart(string text)
    {
        if (!LocalPart().IsMatch(text)) return false;
        var isFirst = true;
        foreach (var rune in text.EnumerateRunes())
        {
            var isSafe = Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => !isFirst,
                UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control
                    or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
                _ => true,
            };
            if (!isSafe) return false;
            isFirst = false;
        }

        return true;
    }

    private static bool IsDomain(string text)
    {
        var labels = text.Replace('。', '.').Replace('．', '.').Replace('｡', '.').Split('.').Select(ToAscii).ToList();
        return labels.Count > 1 && !labels.Contains(null) && labels.Sum(static label => label!.Length + 1) - 1 <= LongestDomain
            // Every top-level domain ends in a letter.
            && char.IsAsciiLetter(labels[^1]![^1]) && !ReservedDomains.Contains(labels[^1], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The label as DNS has it, or null for one that is none.</summary>
    private static string? ToAscii(string label)
    {
        try
        {
            if (!Ascii.IsValid(label))
            {
                // IDNA 2008 has letters, marks and digits; what else there is in Unicode it lacks, but for a few.
                if (label.EnumerateRunes().Any(static rune => rune.IsAscii ? !Rune.IsLetterOrDigit(rune) && rune.Value != '-' : Rune.IsSymbol(rune) || Rune.IsWhiteSpace(rune)
                    || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)) return null;
                label = Idn.GetAscii(label);
            }
            else if (label.StartsWith(PunycodePrefix, StringComparison.OrdinalIgnoreCase) && Ascii.IsValid(Idn.GetUnicode(label)))
            {
                return null;
            }

            return Label().IsMatch(label) && label.Length <= LongestLabel ? label : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Letters of every script are allowed since RFC 6531.
    [GeneratedRegex(@"\A[A-Za-z0-9_!#$%&'*+/=?^`{|}~\u0080-\uffff-]+(?:\.[A-Za-z0-9_!#$%&'*+/=?^`{|}~\u0080-\uffff-]+)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocalPart();

    // Two hyphens in third place are Punycode's alone (RFC 5890).
    [GeneratedRegex(@"\A(?:(?!..--)|(?=xn--))[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
