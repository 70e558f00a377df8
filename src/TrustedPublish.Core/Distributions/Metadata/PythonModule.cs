using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>Names of Python modules as Import-Name and Import-Namespace hold them (PEP 794).</summary>
internal static partial class PythonModule
{
    private const int LongestText = 1024;

    // keyword.kwlist of Python 3.14.
    private static readonly string[] Keywords =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    /// <summary>Whether <paramref name="text"/> is a dotted name, with <c>; private</c> behind it or not.</summary>
    public static bool IsImportName(string text)
    {
        if (text.Length > LongestText) return false;
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        var name = (semicolon < 0 ? text : text[..semicolon]).TrimEnd();
        return Array.TrueForAll(name.Split('.'), static part => Identifier().IsMatch(part) && !Keywords.Contains(part, StringComparer.Ordinal))
            && (semicolon < 0 || text[(semicolon + 1)..].TrimStart() == "private");
    }

    [GeneratedRegex(@"\A[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
