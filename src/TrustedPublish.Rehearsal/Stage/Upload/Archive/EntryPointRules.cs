using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>entry_points.txt as Python's configparser takes it with '=' for a delimiter (warehouse utils/wheel.py).</summary>
internal static partial class EntryPointRules
{
    public static bool IsSound(string text)
    {
        List<(string Section, string Name)> options = [];
        HashSet<string> sections = new(StringComparer.Ordinal);
        string? current = null;
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
                current = section.Groups["name"].Value;
                if (current != "DEFAULT" && !sections.Add(current)) return false;
                continue;
            }

            if (current is null || Option().Match(line) is not { Success: true } option || options.Contains((current, option.Groups["name"].Value))) return false;
            options.Add((current, option.Groups["name"].Value));
            optionIndent = indent;
        }

        var scripts = new[] { "console_scripts", "gui_scripts" }.Where(sections.Contains).Append("DEFAULT").ToList();
        return scripts.Count == 1 || options.Where(option => scripts.Contains(option.Section)).All(static option => Script().IsMatch(option.Name));
    }

    [GeneratedRegex(@"\A\s*(?:[#;].*)?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\A\s*\[(?<name>.+)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"\A\s*(?<name>[^=\s][^=]*?)\s*=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"\A[\p{L}\p{N}_.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();
}
