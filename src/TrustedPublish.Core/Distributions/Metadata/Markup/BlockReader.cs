namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>The blocks of a text, or of an indented part of it, in the order that docutils tries them (docutils.parsers.rst.states).</summary>
internal sealed partial class BlockReader(MarkupDocument document, MarkupLines lines, int depth)
{
    // Nobody nests deeper; a hostile text would use up the stack.
    private const int DeepestNesting = 24;

    // Shorter lines of punctuation count as text where they don't fit what is around them.
    private const int ShortAdornment = 4;

    private int _at;

    private bool IsAtEnd => _at >= lines.Count;

    private bool HasTitles => depth == 0;

    /// <summary>Reads everything.</summary>
    /// <exception cref="MarkupFaultException">The first fault.</exception>
    public void ReadDocument()
    {
        Read();
        if (_last == Element.Transition) throw new MarkupFaultException("the text ends with a transition, which is a line of punctuation alone", _lastLine);
    }

    private void Read()
    {
        while (!IsAtEnd)
        {
            if (lines.IsBlank(_at)) _at++;
            else if (lines[_at][0] == ' ') ReadQuotation();
            else if (!TryLists() && !TryTables() && !TryExplicitMarkup() && !TryLine()) ReadText();
        }
    }

    private void ReadInside(MarkupLines block)
    {
        if (depth < DeepestNesting) new BlockReader(document, block.Trim(), depth + 1).Read();
        else document.HasUnread = true;
    }

    private void ReadQuotation()
    {
        var block = lines.Indented(_at);
        _at = block.End;
        Note(Element.Body);
        ReadInside(block.Lines);
        CheckEnd(block.IsFinished, "block quote");
    }

    /// <summary>What ends without a blank line, docutils warns of.</summary>
    private void CheckEnd(bool isFinished, string what)
    {
        if (!isFinished && !IsAtEnd) throw Fault($"the {what} before {MarkupFaultException.Quote(lines[_at])} ends without a blank line", _at);
    }

    private void ReadInline(string text, int index) => new InlineReader(document, text, lines.NumberOf(index)).Read();

    private MarkupFaultException Fault(string what, int index) => new(what, lines.NumberOf(index));
}
