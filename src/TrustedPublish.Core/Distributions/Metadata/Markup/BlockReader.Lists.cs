using System.Globalization;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>Lists of bullets, numbers, fields and options, lines of verse, and doctests.</summary>
internal sealed partial class BlockReader
{
    private bool TryLists()
    {
        var line = lines[_at];
        if (Bullet().Match(line) is { Success: true } bullet) return ReadItems("bullet list", bullet, Bullet(), match => match.Value[0] == bullet.Value[0]);
        if (Enumerator().Match(line) is { Success: true } number && IsNumbered(_at, number, ReadEnumerator(number))) return ReadNumbers(number);
        if (FieldMarker().Match(line) is { Success: true } field) return ReadFields(field);
        if (OptionMarker().Match(line) is { Success: true } option && lines.Indented(_at, option.Length).Lines.Trim().Count > 0) return ReadItems("option list", option, OptionMarker(), static _ => true);
        if (LineMarker().IsMatch(line)) return ReadVerse();
        if (line != ">>>" && !line.StartsWith(">>> ", StringComparison.Ordinal)) return false;
        while (!lines.IsBlank(_at)) _at++;
        Note(Element.Body);
        return true;
    }

    /// <summary>Whether a line begins none of the blocks that are tried before text.</summary>
    private bool IsPlain(int index) => lines[index] is var line && !Bullet().IsMatch(line) && !FieldMarker().IsMatch(line) && !LineMarker().IsMatch(line) && !ExplicitMarker().IsMatch(line) && !IsAdornment(line)
        && !(Enumerator().Match(line) is { Success: true } number && IsNumbered(index, number, ReadEnumerator(number))) && !OptionMarker().IsMatch(line);

    private bool ReadItems(string what, Match first, Regex marker, Func<Match, bool> belongs)
    {
        Note(Element.Body);
        var isFinished = true;
        for (var match = first; match.Success && belongs(match); match = marker.Match(lines[_at]))
        {
            var hasText = lines[_at].Length > match.Length;
            var block = what == "bullet list" && hasText ? lines.Indented(_at, indent: match.Length) : lines.Indented(_at, match.Length);
            _at = block.End;
            ReadInside(block.Lines);
            isFinished = block.IsFinished;
            SkipBlanks(isFinished);
        }

        CheckEnd(isFinished, what);
        return true;
    }

    private bool ReadFields(Match first)
    {
        Note(Element.Body);
        var isFinished = true;
        for (var match = first; match.Success; match = FieldMarker().Match(lines[_at]))
        {
            ReadInline(match.Groups["name"].Value, _at);
            var block = lines.Indented(_at, match.Length);
            _at = block.End;
            ReadInside(block.Lines);
            isFinished = block.IsFinished;
            SkipBlanks(isFinished);
        }

        CheckEnd(isFinished, "field list");
        return true;
    }

    private bool ReadVerse()
    {
        Note(Element.Body);
        var isFinished = true;
        for (var match = LineMarker().Match(lines[_at]); match.Success; match = LineMarker().Match(lines[_at]))
        {
            var block = lines.Indented(_at, match.Length, untilBlank: true);
            ReadInline(block.Lines.Join(0, block.Lines.Count), _at);
            _at = block.End;
            isFinished = block.IsFinished;
        }

        CheckEnd(isFinished, "line block");
        return true;
    }

    private bool ReadNumbers(Match first)
    {
        Note(Element.Body);
        var form = ReadEnumerator(first);
        var isFinished = true;
        for (var match = first; match.Success; match = Enumerator().Match(lines[_at]))
        {
            if (match != first)
            {
                var next = ReadEnumerator(match, form);
                // (#) goes on with any numbers; after it there is nothing else.
                var goesOn = next.Sequence == '#' || (next.Sequence == form.Sequence && next.Ordinal == form.Ordinal + 1);
                if (next.Format != form.Format || !goesOn || !IsNumbered(_at, match, next)) break;
                form = next;
            }

            var block = lines[_at].Length > match.Length ? lines.Indented(_at, indent: match.Length) : lines.Indented(_at, match.Length);
            _at = block.End;
            ReadInside(block.Lines);
            isFinished = block.IsFinished;
            SkipBlanks(isFinished);
        }

        CheckEnd(isFinished, "enumerated list");
        return true;
    }

    private void SkipBlanks(bool isFinished)
    {
        while (isFinished && !IsAtEnd && lines.IsBlank(_at)) _at++;
    }

    // A sentence may begin like an item; the line below tells.
    private bool IsNumbered(int index, Match match, (char Format, char Sequence, int Ordinal) form)
    {
        if (form.Ordinal < 0) return false;
        var below = lines[index + 1];
        if (below.Length == 0 || below[0] == ' ') return true;
        if (Enumerator().Match(below) is not { Success: true } next || next.Value[^1] != ' ') return false;
        var following = ReadEnumerator(next, form);
        return following.Format == form.Format && (following.Sequence == '#' || (following.Sequence == form.Sequence && following.Ordinal == form.Ordinal + 1)) && match.Success;
    }

    private static (char Format, char Sequence, int Ordinal) ReadEnumerator(Match match, (char Format, char Sequence, int Ordinal) expected = default)
    {
        var text = match.Groups["number"].Value;
        var format = match.Value[0] == '(' ? '(' : match.Value[match.Groups["number"].Index + match.Groups["number"].Length];
        if (text == "#") return (format, '#', 1);
        if (char.IsAsciiDigit(text[0])) return (format, '1', int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        var isUpper = char.IsAsciiLetterUpper(text[0]);
        var (letters, roman) = isUpper ? ('A', 'I') : ('a', 'i');
        var isRoman = expected.Sequence == roman || (expected.Sequence != letters && text is "i" or "I") || text.Length > 1;
        return isRoman ? (format, roman, Roman(text.ToUpperInvariant())) : (format, letters, text[0] - letters + 1);
    }

    private static int Roman(string text)
    {
        var (value, last) = (0, 0);
        foreach (var letter in text.Reverse())
        {
            var digit = letter switch { 'I' => 1, 'V' => 5, 'X' => 10, 'L' => 50, 'C' => 100, 'D' => 500, 'M' => 1000, _ => 0 };
            if (digit == 0) return -1;
            value += digit < last ? -digit : digit;
            last = Math.Max(last, digit);
        }

        return value;
    }

    [GeneratedRegex(@"\A[-+*•‣⁃](?: +|\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"\A(?:\((?<number>[0-9]+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)\)|(?<number>[0-9]+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)[.)])(?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Enumerator();

    [GeneratedRegex(@"\A:(?![: ])(?<name>(?:[^:\\]|\\.|:(?![ `]|\z))*)(?<! ):(?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldMarker();

    [GeneratedRegex(
        @"\A(?<option>(?:[-+][a-zA-Z0-9](?: ?(?<argument>[a-zA-Z][a-zA-Z0-9_-]*|<[^<>]+>))?|(?:--|/)[a-zA-Z0-9][a-zA-Z0-9_-]*(?:[ =](?<argument>[a-zA-Z][a-zA-Z0-9_-]*|<[^<>]+>))?))(?:, \k<option>|, (?:[-+][a-zA-Z0-9](?: ?(?:[a-zA-Z][a-zA-Z0-9_-]*|<[^<>]+>))?|(?:--|/)[a-zA-Z0-9][a-zA-Z0-9_-]*(?:[ =](?:[a-zA-Z][a-zA-Z0-9_-]*|<[^<>]+>))?))*(?:  +| ?\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionMarker();

    [GeneratedRegex(@"\A\|(?: +|\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineMarker();
}
