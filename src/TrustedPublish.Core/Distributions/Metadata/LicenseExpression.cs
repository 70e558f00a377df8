using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// An SPDX licence expression as License-Expression takes it (PEP 639; packaging.licenses 26.2, which PyPI runs on: it takes
/// WITH for one more operator, and the next version does not).
/// </summary>
internal static partial class LicenseExpression
{
    private const string OwnPrefix = "licenseref-";

    // Python reads no deeper either: packaging has it parse the expression.
    private const int DeepestNesting = 200;

    private static readonly FrozenSet<string> Deprecated = SpdxIds("spdx-license-ids-deprecated.json");

    private static readonly FrozenSet<string> Licenses = SpdxIds("spdx-license-ids.json").Concat(Deprecated).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Exceptions = SpdxIds("spdx-exceptions.json").Concat(SpdxIds("spdx-exceptions-deprecated.json")).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Checks <paramref name="text"/>, and names the identifiers in it that SPDX has replaced.</summary>
    /// <exception cref="FormatException">It is no expression; the message says why.</exception>
    public static IReadOnlyList<string> Check(string text)
    {
        var deprecated = new List<string>();
        var depth = 0;
        var before = "";
        foreach (var written in Token().EnumerateMatches(text))
        {
            var token = text.Substring(written.Index, written.Length);
            var word = token.ToLowerInvariant();
            var isOperandDue = before is "" or "(" or "and" or "or" or "with";
            if (word is ")" or "and" or "or" or "with" ? isOperandDue : !isOperandDue) throw new FormatException($"'{token}' is not expected there");
            if (word == "(" && ++depth > DeepestNesting) throw new FormatException("it is nested too deeply");
            if (word == ")" && --depth < 0) throw new FormatException("a '(' is missing");
            if (isOperandDue && word != "(") CheckName(token, word, isException: before == "with");
            if (Deprecated.Contains(word)) deprecated.Add(token);
            before = word;
        }

        if (before is "" or "(" or "and" or "or" or "with") throw new FormatException("a licence is expected at its end");
        return depth == 0 ? deprecated : throw new FormatException("a ')' is missing");
    }

    private static void CheckName(string token, string word, bool isException)
    {
        if (isException)
        {
            if (!Exceptions.Contains(word)) throw new FormatException($"'{token}' is no licence exception of SPDX");
            return;
        }

        if (word.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            if (!OwnName().IsMatch(word)) throw new FormatException($"'{token}' is no name of a licence of one's own");
        }
        else if (!Licenses.Contains(word.EndsWith('+') ? word[..^1] : word))
        {
            throw new FormatException($"'{token}' is no licence of SPDX");
        }
    }

    private static FrozenSet<string> SpdxIds(string name) => EmbeddedData.ReadStrings(name).Select(static id => id.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"[()]|[^\s()]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[a-z0-9.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnName();
}
