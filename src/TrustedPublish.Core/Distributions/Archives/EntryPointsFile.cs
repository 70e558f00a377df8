using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// A wheel's entry_points.txt: an INI file as Python's configparser reads it, with '=' alone between name and object, and
/// names for scripts that hold no path (warehouse utils/wheel.py).
/// </summary>
internal static partial class EntryPointsFile
{
    private const string Default = "DEFAULT";

    private static readonly string[] ScriptSections = ["console_scripts", "gui_scripts"];

    /// <summary>The first fault, in words that end a sentence, or null.</summary>
    public static string? FindFault(ReadOnlySpan<byte> bytes)
    {
        if (ZipFormat.Text(bytes) is not { } text) return "it is not UTF-8";
        // What stands in [DEFAULT] stands in every section, and that one may come again.
        var sections = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal) { [Default] = new(StringComparer.Ordinal) };
        string? section = null;
        var hasValue = false;
        var (indent, number) = (0, 0);
        for (var position = 0; position < text.Length;)
        {
            // configparser knows one end of a line.
            var end = text.IndexOf('\n', position) is >= 0 and var found ? found : text.Length;
            var line = text.AsSpan(position, end - position);
            position = end + 1;
            number++;
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';') continue;
            var depth = line.Length - line.TrimStart().Length;
            // A line indented more deeply than the name above it goes on with that name's value.
            if (hasValue && depth > indent) continue;
            indent = depth;
            if (content[0] == '[' && content.LastIndexOf(']') is > 1 and var close)
            {
                section = content[1..close].ToString();
                hasValue = false;
                if (section != Default && !sections.TryAdd(section, new(StringComparer.Ordinal))) return $"the section [{section}] stands there twice (line {number})";
                continue;
            }

            if (section is null) return $"line {number} stands before any section";
            var equals = content.IndexOf('=');
            var name = equals < 0 ? "" : content[..equals].TrimEnd().ToString();
            if (name.Length == 0) return $"line {number} is not 'name = object'";
            hasValue = true;
            if (!sections[section].Add(name)) return $"'{name}' stands in [{section}] twice";
        }

        var wrong = ScriptSections.Where(sections.ContainsKey).SelectMany(scripts => sections[scripts].Concat(sections[Default])).FirstOrDefault(static name => !ScriptName().IsMatch(name));
        return wrong is null ? null : $"'{wrong}' is not a name for a script";
    }

    [GeneratedRegex(@"\A[\p{L}\p{N}_.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptName();
}
