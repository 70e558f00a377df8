namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>Titles and transitions: what lines of punctuation alone make.</summary>
internal sealed partial class BlockReader
{
    private enum Element
    {
        None,
        Title,
        Transition,
        Body,
    }

    private Element _last;
    private int _lastLine;

    /// <summary>Whether a line is one punctuation character again and again.</summary>
    private static bool IsAdornment(string line) => line.Length > 0 && char.IsAscii(line[0]) && (char.IsPunctuation(line[0]) || char.IsSymbol(line[0])) && !line.AsSpan().ContainsAnyExcept(line[0]);

    private bool TryLine()
    {
        var line = lines[_at];
        if (!IsAdornment(line)) return false;
        if (!HasTitles)
        {
            if (line.Length < ShortAdornment) return false;
            throw Fault($"a title or a transition, {MarkupFaultException.Quote(line)}, stands within another block", _at);
        }

        var isShort = line.Length < ShortAdornment;
        var (title, under) = (lines[_at + 1], lines[_at + 2]);
        if (title.Length == 0)
        {
            if (isShort) return false;
            ReadTransition();
            return true;
        }

        string? fault = null;
        if (IsAdornment(title)) fault = "two lines of punctuation follow on each other";
        else if (!IsAdornment(under)) fault = $"the line above the title {MarkupFaultException.Quote(title.Trim())} has none below it";
        else if (line != under) fault = $"the lines above and below the title {MarkupFaultException.Quote(title.Trim())} differ";
        else if (Width(title) > line.Length) fault = $"the lines above and below the title {MarkupFaultException.Quote(title.Trim())} are shorter than it";
        if (fault is not null) return isShort ? false : throw Fault(fault, _at);
        AddTitle(title.Trim(), line[0], isOverlined: true, _at + 1);
        _at += 3;
        return true;
    }

    /// <summary>Takes the title at this place, which has its line below it.</summary>
    private bool TryUnderlinedTitle()
    {
        var (title, under) = (lines[_at], lines[_at + 1]);
        if (!IsAdornment(under)) return false;
        if (Width(title) > under.Length)
        {
            if (under.Length < ShortAdornment) return false;
            throw Fault($"the line below the title {MarkupFaultException.Quote(title)} is shorter than it", _at + 1);
        }

        if (!HasTitles) throw Fault($"the title {MarkupFaultException.Quote(title)} stands within another block", _at);
        AddTitle(title, under[0], isOverlined: false, _at);
        _at += 2;
        return true;
    }

    private void AddTitle(string title, char character, bool isOverlined, int index)
    {
        if (!document.Titles.Add(character, isOverlined)) throw Fault($"the title {MarkupFaultException.Quote(title)} skips a level of titles", index);
        document.AddTitle(title);
        ReadInline(title, index);
        Note(Element.Title);
    }

    private void ReadTransition()
    {
        if (_last is Element.None or Element.Title) throw Fault("a transition, which is a line of punctuation alone, stands where a text or a part of it begins", _at);
        if (_last == Element.Transition) throw Fault("two transitions, which are lines of punctuation alone, have nothing between them", _at);
        Note(Element.Transition);
        _at++;
    }

    private void Note(Element element)
    {
        (_last, _lastLine) = (element, lines.NumberOf(_at));
        document.HasContent |= element != Element.Transition;
    }

    // Columns: only where each character surely has one.
    private static int Width(string title) => title.TrimEnd().All(static character => character < '\u0300') ? title.TrimEnd().Length : 0;
}
