namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// The faults of reStructuredText that end docutils' reading, and with it an upload: those of section titles. Everything
/// weaker, an unknown role or directive say, is rendered as an error message and accepted. This reads titles alone; it is no
/// renderer.
/// </summary>
internal static class RestructuredText
{
    // Shorter lines of punctuation count as text where they don't fit their title.
    private const int ShortUnderline = 4;

    /// <summary>The first fault, in words that end a sentence, or null.</summary>
    public static string? FindFault(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var titles = new TitleLevels();
        for (var number = 0; number < lines.Length; number++)
        {
            var line = lines[number].TrimEnd();
            // What is indented belongs to a literal block, a quotation or a directive, where titles are rare; passing over
            // it misses a fault sometimes, and never invents one.
            if (line.Length == 0 || char.IsWhiteSpace(line[0])) continue;
            if (!IsAdornment(line))
            {
                var below = At(lines, number + 1);
                var isTitle = IsStartOfParagraph(lines, number) && IsAdornment(below) && (below.Length >= line.Length || below.Length >= ShortUnderline);
                if (isTitle && !titles.Add(below[0], overlined: false)) return $"the title '{Shorten(line)}' (line {number + 1}) skips a level of titles";
                number = isTitle ? number + 1 : EndOfParagraph(lines, number);
                continue;
            }

            // A line of punctuation alone: a transition between blank lines, else the line above a title.
            var (title, under) = (At(lines, number + 1), At(lines, number + 2));
            if (title.Length == 0) continue;
            if (line.Length < ShortUnderline)
            {
                number = EndOfParagraph(lines, number);
                continue;
            }

            if (!IsAdornment(under) || under[0] != line[0] || under.Length != line.Length)
                return $"the line above the title '{Shorten(title.Trim())}' (line {number + 1}) has no equal line below it";
            if (!titles.Add(line[0], overlined: true)) return $"the title '{Shorten(title.Trim())}' (line {number + 2}) skips a level of titles";
            number += 2;
        }

        return null;
    }

    private static bool IsStartOfParagraph(string[] lines, int number) => number == 0 || At(lines, number - 1).Length == 0 || IsAdornment(At(lines, number - 1));

    private static int EndOfParagraph(string[] lines, int number)
    {
        while (At(lines, number + 1).Length > 0) number++;
        return number;
    }

    private static string At(string[] lines, int number) => number < lines.Length ? lines[number].TrimEnd() : "";

    /// <summary>Whether a line is one punctuation character again and again.</summary>
    private static bool IsAdornment(string line) => line.Length > 0 && char.IsAscii(line[0]) && (char.IsPunctuation(line[0]) || char.IsSymbol(line[0])) && !line.AsSpan().ContainsAnyExcept(line[0]);

    private static string Shorten(string title) => title.Length <= 40 ? title : title[..40] + "…";

    /// <summary>The styles of titles in the order they appeared, which is the order of their levels.</summary>
    private sealed class TitleLevels
    {
        private readonly List<(char Character, bool Overlined)> _styles = [];
        private int _level;

        /// <summary>Whether a title of that style may follow: at most one level below the last.</summary>
        public bool Add(char character, bool overlined)
        {
            var level = _styles.IndexOf((character, overlined)) + 1;
            if (level == 0)
            {
                if (_styles.Count != _level) return false;
                _styles.Add((character, overlined));
                level = _styles.Count;
            }

            if (level > _level + 1) return false;
            _level = level;
            return true;
        }
    }
}
