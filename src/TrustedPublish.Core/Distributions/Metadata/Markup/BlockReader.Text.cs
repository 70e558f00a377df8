using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>Paragraphs, definitions, and the literal blocks that a paragraph announces.</summary>
internal sealed partial class BlockReader
{
    private void ReadText()
    {
        if (IsIndented(_at + 1))
        {
            ReadDefinitions();
            return;
        }

        if (TryUnderlinedTitle()) return;
        var end = _at + 1;
        while (!lines.IsBlank(end) && lines[end][0] != ' ') end++;
        ReadParagraph(end);
    }

    private bool IsIndented(int index) => lines[index].StartsWith(' ');

    private void ReadParagraph(int end)
    {
        var (start, text) = (_at, lines.Join(_at, end));
        _at = end;
        Note(Element.Body);
        var isLiteralNext = Announcement().IsMatch(text);
        ReadInline(isLiteralNext ? text[..^1] : text, start);
        // One line and an indent would have been a definition.
        if (IsIndented(end)) throw Fault($"{MarkupFaultException.Quote(lines[end].Trim())} is indented without a blank line before it", end);
        if (isLiteralNext) ReadLiteral();
    }

    private void ReadLiteral()
    {
        var block = lines.Indented(_at);
        if (block.Lines.Trim().Count > 0)
        {
            _at = block.End;
            CheckEnd(block.IsFinished, "literal block");
            return;
        }

        var announced = _at - 1;
        while (!IsAtEnd && lines.IsBlank(_at)) _at++;
        // Not indented, each line must begin with the same punctuation.
        if (IsAtEnd || !IsAdornment(lines[_at][..1])) throw Fault("'::' announces a literal block, and none follows", announced);
        var quote = lines[_at][0];
        for (; !lines.IsBlank(_at); _at++)
        {
            if (lines[_at][0] != quote) throw Fault($"the literal block that '::' announces is quoted with '{quote}', and {MarkupFaultException.Quote(lines[_at].Trim())} is not", _at);
        }
    }

    private void ReadDefinitions()
    {
        Note(Element.Body);
        var isFinished = true;
        do
        {
            ReadInline(lines[_at], _at);
            var block = lines.Indented(_at + 1);
            _at = block.End;
            ReadInside(block.Lines);
            isFinished = block.IsFinished;
            SkipBlanks(isFinished);
        }
        while (!lines.IsBlank(_at) && IsIndented(_at + 1) && IsPlain(_at));

        CheckEnd(isFinished, "definition list");
    }

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*::\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Announcement();
}
