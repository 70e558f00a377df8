using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>A wheel's entry_points.txt: an INI file as Python's configparser reads it, with '=' alone between name and object.</summary>
internal static partial class EntryPointsFile
{
    private const int LongestName = 1024;

    /// <summary>The first fault, in words that end a sentence, or null.</summary>
    public static string? FindFault(ReadOnlySpan<byte> bytes)
    {
        if (ZipFormat.Text(bytes) is not { } text) return "it is not UTF-8";
        var sections = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        string? section = null;
        var hasValue = false;
        var indent = 0;
        foreach (var (line, number) in text.ReplaceLineEndings("\n").Split('\n').Select(static (line, number) => (line, number + 1)))
        {
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';') continue;
            var depth = line.Length - line.TrimStart().Length;
            // A line indented more deeply than the name above it goes on with that name's value.
            if (section is not null && hasValue && depth > indent) continue;
            indent = depth;
            if (content[0] == '[' && content.IndexOf(']', StringComparison.Ordinal) is > 1 and var end)
            {
                section = content[1..end];
                names.Clear();
                hasValue = false;
                if (!sections.Add(section)) return $"the section [{section}] stands there twice (line {number})";
                continue;
            }

            if (section is null) return $"line {number} stands before any section";
            var equals = content.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : content[..equals].TrimEnd();
            if (name.Length == 0) return $"line {number} is not 'name = object'";
            hasValue = true;
            if (!names.Add(name)) return $"'{name}' stands in [{section}] twice";
            if (section is "console_scripts" or "gui_scripts" && (name.Length > LongestName || !ScriptName().IsMatch(name)))
                return $"'{name}' is not a name for a script";
        }

        return null;
    }

    [GeneratedRegex(@"\A[\w.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptName();
}
