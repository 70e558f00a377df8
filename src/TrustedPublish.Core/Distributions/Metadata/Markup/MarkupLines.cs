namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>Lines of a text, or of a part of it whose indent has been taken off.</summary>
/// <param name="lines">The lines, without blanks at their ends.</param>
/// <param name="first">Which line of the whole text the first of them is, counted from 1.</param>
internal sealed class MarkupLines(IReadOnlyList<string> lines, int first)
{
    public int Count => lines.Count;

    /// <summary>A line; an empty one beyond the end.</summary>
    public string this[int index] => index < lines.Count ? lines[index] : "";

    /// <summary>The number of a line in the whole text.</summary>
    public int NumberOf(int index) => first + index;

    public bool IsBlank(int index) => this[index].Length == 0;

    public string Join(int start, int end) => string.Join('\n', lines.Skip(start).Take(end - start));

    public MarkupLines From(int start) => Slice(start, Count, 0, 0);

    /// <summary>
    /// The block at <paramref name="start"/>: the lines that are indented by at least <paramref name="indent"/> or, where
    /// that is null, at all; in the latter case their smallest indent is taken off.
    /// </summary>
    /// <param name="start">The first line.</param>
    /// <param name="firstIndent">What is cut off the first line, which then belongs to the block whatever its indent.</param>
    /// <param name="indent">The indent that is asked of every further line.</param>
    /// <param name="untilBlank">Whether a blank line ends the block.</param>
    public MarkupBlock Indented(int start, int? firstIndent = null, int? indent = null, bool untilBlank = false)
    {
        firstIndent ??= indent;
        var end = firstIndent is null ? start : start + 1;
        var smallest = indent;
        var isFinished = true;
        for (; end < Count; end++)
        {
            var line = this[end];
            var width = line.Length - line.TrimStart(' ').Length;
            if (line.Length == 0)
            {
                if (untilBlank) break;
                continue;
            }

            if (width == 0 || width < indent)
            {
                isFinished = end > start && IsBlank(end - 1);
                break;
            }

            if (indent is null) smallest = Math.Min(smallest ?? int.MaxValue, width);
        }

        return new MarkupBlock(Slice(start, end, firstIndent ?? smallest ?? 0, smallest ?? 0), end, isFinished);
    }

    /// <summary>The same without blank lines at both ends.</summary>
    public MarkupLines Trim()
    {
        var (start, end) = (0, Count);
        while (start < end && IsBlank(start)) start++;
        while (end > start && IsBlank(end - 1)) end--;
        return start == 0 && end == Count ? this : Slice(start, end, 0, 0);
    }

    public MarkupLines Slice(int start, int end, int firstCut = 0, int cut = 0)
    {
        var part = new string[Math.Max(0, end - start)];
        for (var index = 0; index < part.Length; index++)
        {
            var line = this[start + index];
            var off = index == 0 ? firstCut : cut;
            part[index] = line.Length <= off ? "" : line[off..];
        }

        return new MarkupLines(part, first + start);
    }
}

/// <summary>An indented block.</summary>
/// <param name="Lines">Its lines, without their indent.</param>
/// <param name="End">The index of the line behind it.</param>
/// <param name="IsFinished">Whether a blank line, or the end of the text, stands behind it.</param>
internal sealed record MarkupBlock(MarkupLines Lines, int End, bool IsFinished);
