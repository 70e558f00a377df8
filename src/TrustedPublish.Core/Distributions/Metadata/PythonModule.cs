using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>Names of Python modules as Import-Name and Import-Namespace hold them (PEP 794).</summary>
internal static partial class PythonModule
{
    // keyword.kwlist of Python 3.14.
    private static readonly string[] Keywords =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    /// <summary>Whether <paramref name="text"/> is a dotted name, with <c>; private</c> behind it or not.</summary>
    public static bool IsImportName(string text)
    {
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        var name = (semicolon < 0 ? text : text[..semicolon]).TrimEnd();
        return Array.TrueForAll(name.Split('.'), static part => Identifier().IsMatch(part) && !Keywords.Contains(part, StringComparer.Ordinal))
            && (semicolon < 0 || text[(semicolon + 1)..].TrimStart() == "private");
    }

    // What str.isidentifier takes: letters and the like, with those that Unicode adds for old times' sake
    // (Other_ID_Start: ℘ ℮ and two Mongolian letters; Other_ID_Continue: · · ፩-፱ ᧚, and ZWNJ and ZWJ and two middle dots since 15.1).
    [GeneratedRegex(
        @"\A[\p{L}\p{Nl}_\u2118\u212E\u1885\u1886][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\u2118\u212E\u1885\u1886\u00B7\u0387\u1369-\u1371\u19DA\u200C\u200D\u30FB\uFF65]*\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
