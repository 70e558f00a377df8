using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>entry_points.txt as Python's configparser takes it with '=' for a delimiter (warehouse utils/wheel.py).</summary>
internal static partial class EntryPointRules
{
    public static bool IsSound(string text)
    {
        Dictionary<string, HashSet<string>> sections = new(StringComparer.Ordinal);
        HashSet<string>? current = null;
        var scripts = false;
        var optionIndent = int.MaxValue;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd();
            if (Nothing().IsMatch(line)) continue;
            var indent = line.Length - line.TrimStart().Length;
            if (indent > optionIndent) continue;
            optionIndent = int.MaxValue;
            if (Section().Match(line) is { Success: true } section)
            {
                var name = section.Groups["name"].Value;
                if (!sections.TryAdd(name, current = new(StringComparer.Ordinal))) return false;
                scripts = name is "console_scripts" or "gui_scripts";
                continue;
            }

            if (current is null || Option().Match(line) is not { Success: true } option || !current.Add(option.Groups["name"].Value)) return false;
            if (scripts && !Script().IsMatch(option.Groups["name"].Value)) return false;
            optionIndent = indent;
        }

        return true;
    }

    [GeneratedRegex(@"\A\s*(?:[#;].*)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\A\s*\[(?<name>[^\]]+)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"\A\s*(?<name>[^=\s][^=]*?)\s*=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"\A[\w.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();
}
