using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>Tables: their outlines alone. What is in their cells is not read.</summary>
internal sealed partial class BlockReader
{
    private bool TryTables()
    {
        if (GridBorder().IsMatch(lines[_at])) ReadGrid();
        else if (SimpleTop().IsMatch(lines[_at])) ReadSimpleTable();
        else return false;
        return true;
    }

    private void ReadGrid()
    {
        var (start, width) = (_at, lines[_at].Length);
        Note(Element.Body);
        document.HasUnread = true;
        while (!lines.IsBlank(_at) && lines[_at][0] is '+' or '|') _at++;
        var end = _at;
        while (!GridBorder().IsMatch(lines[end - 1])) end--;
        if (end < _at && end <= start + 2) throw Fault("the table has no bottom border", start);
        for (var index = start; index < end; index++)
        {
            // Wide characters count for two columns; of those nothing is said.
            if (lines[index].All(static character => character < '\u0300') && (lines[index].Length != width || lines[index][^1] is not ('+' or '|')))
                throw Fault($"the table has no right border at {MarkupFaultException.Quote(lines[index])}", index);
        }

        _at = end;
        CheckEnd(lines.IsBlank(_at), "table");
    }

    private void ReadSimpleTable()
    {
        var (start, top) = (_at, lines[_at]);
        Note(Element.Body);
        document.HasUnread = true;
        var borders = 0;
        for (var index = start + 1; index < lines.Count; index++)
        {
            if (!SimpleBorder().IsMatch(lines[index])) continue;
            if (lines[index].Length != top.Length) throw Fault("a border of the table is not as long as its top", index);
            if (++borders < 2 && !lines.IsBlank(index + 1)) continue;
            CheckColumns(start, index);
            _at = index + 1;
            CheckEnd(lines.IsBlank(_at), "table");
            return;
        }

        throw Fault("the table has no bottom border, or no blank line behind it", start);
    }

    private void CheckColumns(int start, int end)
    {
        var gaps = Gap().Matches(lines[start]).Select(static gap => (gap.Index, gap.Length)).ToList();
        var rows = Enumerable.Range(start + 1, end - start - 1).ToList();
        // Columns that are joined have borders of their own.
        if (rows.Exists(index => lines[index].StartsWith("--", StringComparison.Ordinal))) return;
        foreach (var index in rows.Where(index => !SimpleBorder().IsMatch(lines[index]) && lines[index].All(static character => character < '\u0300')))
        {
            if (gaps.Exists(gap => lines[index].Length > gap.Index && lines[index].AsSpan(gap.Index, Math.Min(gap.Length, lines[index].Length - gap.Index)).Trim().Length > 0))
                throw Fault($"{MarkupFaultException.Quote(lines[index])} in the table is wider than its column", index);
        }
    }

    [GeneratedRegex(@"\A\+-[-+]+-\+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GridBorder();

    [GeneratedRegex(@"\A=+(?: +=+)+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SimpleTop();

    [GeneratedRegex(@"\A=+[ =]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SimpleBorder();

    [GeneratedRegex(" +", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
