using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>An SPDX licence expression as License-Expression takes it (PEP 639; packaging.licenses).</summary>
internal static partial class LicenseExpression
{
    private const string OwnPrefix = "LicenseRef-";

    // Nobody nests deeper; a hostile text would use up the stack.
    private const int DeepestNesting = 32;

    private static readonly FrozenSet<string> Deprecated = SpdxIds("spdx-license-ids-deprecated.json");

    private static readonly FrozenSet<string> Licenses = SpdxIds("spdx-license-ids.json").Concat(Deprecated).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Exceptions = SpdxIds("spdx-exceptions.json").Concat(SpdxIds("spdx-exceptions-deprecated.json")).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks <paramref name="text"/>, and names the identifiers in it that SPDX has replaced.</summary>
    /// <exception cref="FormatException">It is no expression; the message says why.</exception>
    public static IReadOnlyList<string> Check(string text)
    {
        var tokens = Token().Matches(text).Select(static match => match.Value).ToList();
        var position = 0;
        ReadAlternatives(tokens, ref position, 0);
        if (position < tokens.Count) throw new FormatException($"'{tokens[position]}' is not expected there");
        return [.. tokens.Where(Deprecated.Contains)];
    }

    // license (AND|OR license)*, where a license is (…), an id, an id+, or an id WITH exception.
    private static void ReadAlternatives(List<string> tokens, ref int position, int depth)
    {
        while (true)
        {
            ReadOne(tokens, ref position, depth);
            if (position == tokens.Count || !(Is(tokens[position], "AND") || Is(tokens[position], "OR"))) return;
            position++;
        }
    }

    private static void ReadOne(List<string> tokens, ref int position, int depth)
    {
        if (position == tokens.Count) throw new FormatException("a licence is expected at its end");
        var token = tokens[position++];
        if (token == "(")
        {
            if (depth == DeepestNesting) throw new FormatException("it is nested too deeply");
            ReadAlternatives(tokens, ref position, depth + 1);
            if (position == tokens.Count || tokens[position] != ")") throw new FormatException("a ')' is missing");
            position++;
            return;
        }

        CheckLicense(token);
        if (position == tokens.Count || !Is(tokens[position], "WITH")) return;
        position++;
        var exception = position < tokens.Count ? tokens[position++] : throw new FormatException("an exception is expected after WITH");
        if (!Exceptions.Contains(exception)) throw new FormatException($"'{exception}' is no licence exception of SPDX");
    }

    private static void CheckLicense(string token)
    {
        if (token.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase))
        {
            if (!OwnName().IsMatch(token.AsSpan(OwnPrefix.Length))) throw new FormatException($"'{token}' is no name of a licence of one's own");
            return;
        }

        if (!Licenses.Contains(token.EndsWith('+') ? token[..^1] : token)) throw new FormatException($"'{token}' is no licence of SPDX");
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static FrozenSet<string> SpdxIds(string name) => EmbeddedData.ReadStrings(name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"[()]|[^\s()]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[A-Za-z0-9.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnName();
}
