using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>
/// Faults of reStructuredText that docutils reports. PyPI's renderer (readme_renderer) ends at the first of them, from
/// warnings up, and the upload with it. This follows the text's blocks and inline markup; it renders nothing, does not look
/// into tables, and passes over what it is not sure of.
/// </summary>
internal static class RestructuredText
{
    private const int TabWidth = 8;

    /// <summary>The first fault, in words that end a sentence, or null.</summary>
    public static string? FindFault(string text)
    {
        if (text.Length > MetadataLimits.MarkupCharacters) return null;
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(ExpandTabs).ToArray();
        var document = new MarkupDocument(text);
        try
        {
            new BlockReader(document, new MarkupLines(lines, 1), depth: 0).ReadDocument();
            document.CheckReferences();
            return document.HasContent ? null : "nothing of it is shown, as it holds comments and targets alone";
        }
        catch (MarkupFaultException fault)
        {
            return fault.Message;
        }
        catch (RegexMatchTimeoutException)
        {
            // Nothing that a person wrote; PyPI will tell.
            return null;
        }
    }

    // As docutils does before it reads: tabs to columns, page feeds to blanks, no blanks at the end.
    private static string ExpandTabs(string line)
    {
        line = line.Replace('\v', ' ').Replace('\f', ' ').TrimEnd();
        while (line.IndexOf('\t', StringComparison.Ordinal) is >= 0 and var tab && line.Length < MetadataLimits.ParsedCharacters)
            line = string.Concat(line.AsSpan(0, tab), new string(' ', TabWidth - (tab % TabWidth)), line.AsSpan(tab + 1));
        return line;
    }
}
