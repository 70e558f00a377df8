using System.Globalization;
using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Metadata;

/// <summary>
/// The address that Python's strict parseaddr finds, by its shape: each piece of the text becomes a letter, and the letters
/// are matched. email-validator's verdict on it is what warehouse goes by.
/// </summary>
internal static partial class MailGrammar
{
    public static string? Complaint(string text)
    {
        var address = Find(text);
        // What is left of a bracket belongs to nothing.
        return address.Length == 0 || address.Contains('[', StringComparison.Ordinal) || IsAddress(address) ? null : $"'{address}' is not a valid email address";
    }

    private static string Find(string text)
    {
        var pieces = Piece().Matches(text).Where(static piece => !piece.Groups["comment"].Success).ToList();
        var shape = string.Concat(pieces.Select(static piece =>
            piece.Groups["blank"].Success ? '_' : piece.Groups["quoted"].Success ? 'Q' : piece.Groups["literal"].Success ? 'L' : piece.Groups["atom"].Success ? 'A' : piece.Value[0]));
        // A bracket without its other half ends the reading.
        if (shape.Contains('(', StringComparison.Ordinal) || shape.Contains(')', StringComparison.Ordinal)) return "";
        if (Group().Match(shape) is { Success: true } group)
            return Find(string.Concat(pieces.Skip(group.Groups["member"].Index).Take(group.Groups["member"].Length).Select(static piece => piece.Value)));
        if (Word().Match(shape) is { Success: true } word) return Plain(pieces, word.Groups["first"]);
        var address = Address().Match(shape);
        if (!address.Success || address.Groups["domain"].Value.Contains('L', StringComparison.Ordinal)) return "";
        var local = BlankAtDot().Replace(string.Concat(pieces.Skip(address.Groups["local"].Index).Take(address.Groups["local"].Length).Select(static piece => piece.Value)).Trim(), ".");
        if (!address.Groups["domain"].Success) return local;
        return local + "@" + string.Concat(pieces.Skip(address.Groups["domain"].Index).Take(address.Groups["domain"].Length).Where(static piece => !piece.Groups["blank"].Success).Select(static piece => piece.Value));
    }

    private static string Plain(List<Match> pieces, Group at)
    {
        var word = string.Concat(pieces.Skip(at.Index).Take(at.Length).Select(static piece => piece.Value));
        return word.StartsWith('"') ? Escape().Replace(word[1..(word.Length > 1 && word.EndsWith('"') ? ^1 : ^0)], "${character}") : word;
    }

    private static bool IsAddress(string address)
    {
        if (!Whole().IsMatch(address) || System.Text.Encoding.UTF8.GetByteCount(address) > 254) return false;
        var domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..].Replace('。', '.').ToLowerInvariant();
        try
        {
            // There and back: what is no IDNA fails on the way.
            var idn = new IdnMapping { UseStd3AsciiRules = true };
            var ascii = idn.GetAscii(domain);
            if (ascii.Split('.').Any(label => label.StartsWith("xn--", StringComparison.Ordinal) && idn.GetUnicode(label) == label)) return false;
            return Host().IsMatch(ascii) && ascii.Length <= 253;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?<blank>[ \t\r\n]+)|(?<quoted>""(?:[^""\\]|\\.)*(?:""|\z))|(?<comment>\((?:[^()\\]|\\.|(?<open>\()|(?<-open>\)))*(?(open)(?!))\))|(?<literal>\[[^\]]*\])|(?<atom>[^()<>@,:.;""\[\] \t\r\n]+)|.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\A[AQ._]*:_*(?<member>[^;]*);?_*,?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Group();

    [GeneratedRegex(@"\A_*(?<first>Q|[A.]+)[AQ._]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A(?:_*(?<local>[AQ._]+)@_*(?<domain>[AL._]+),?|[AQ._]*<_*(?:@[AL._]*:_*)?(?<local>[AQ._]+)(?:@_*(?<domain>[AL._]+))?[^@AQL._]?_*,?)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\\(?<character>.)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\s*\.\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlankAtDot();

    [GeneratedRegex(@"\A(?!\.)(?:[\w!#$%&'*+/=?^`{|}~-]|[^\x00-\x9f\s\p{C}]|(?<!\.)\.(?!@))+@[^@\s<>""()\p{C}]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A(?:(?!..--(?<!xn--))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!(?:arpa|invalid|local|localhost|onion|test)\z)(?:(?!..--(?<!xn--))[a-z0-9](?:[a-z0-9-]{0,61}))?(?<=[a-z])\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();
}
