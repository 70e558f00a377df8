namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>What docutils would report; it ends the reading, as it ends the rendering.</summary>
/// <param name="what">The fault, in words that a sentence can end with.</param>
/// <param name="line">The line, counted from 1, or 0 for the text as a whole.</param>
internal sealed class MarkupFaultException(string what, int line) : FormatException(line > 0 ? $"{what} (line {line})" : what)
{
    private const int LongestQuote = 40;

    /// <summary>A piece of the text, short enough for a message.</summary>
    public static string Quote(string text) => $"'{(text.Length <= LongestQuote ? text : text[..LongestQuote] + "…")}'";
}
