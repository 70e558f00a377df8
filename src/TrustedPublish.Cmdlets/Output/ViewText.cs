using System.Globalization;
using System.Management.Automation.Host;
using System.Text;
using TrustedPublish.Core;

namespace TrustedPublish;

/// <summary>Text as the views show it: TrustedPublish.Format.ps1xml calls this by name. It knows no colours.</summary>
public static class ViewText
{
    // Where nothing tells the screen's width: a log, or a host without a screen.
    private const int UsualWidth = 80;

    private const int NarrowestColumn = 20;

    // The languages in which PowerShell breaks lines between words by itself (StringManipulationHelper of PowerShell/PowerShell).
    // It breaks within words in all others and in none, which is what a container or a CI job has.
    private static readonly string[] WrappedLanguages = ["en", "fr", "de", "it", "pt", "es"];

    /// <summary>A length in bytes with its unit, kB and MB by thousands, as the progress bars say it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 999_950 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    /// <summary>
    /// The text of a file or a token as one line that steers neither a terminal nor a CI system's log, wherever a screen breaks it.
    /// </summary>
    public static string Line(string? text) => text is null ? "" : PlainText.OneLine(text);

    /// <summary>
    /// The text of a file or a token with its lines broken between words, for the column that begins after
    /// <paramref name="before"/> characters and ends with the host's screen.
    /// </summary>
    public static string Wrap(string? text, PSHost host, int before) =>
        WrappedLanguages.Contains(CultureInfo.CurrentCulture.TwoLetterISOLanguageName) ? Line(text) : Wrap(text, Math.Max(NarrowestColumn, Width(host) - before));

    /// <summary>The same for a column of <paramref name="width"/> characters. A longer word stays whole.</summary>
    public static string Wrap(string? text, int width)
    {
        var lines = new StringBuilder();
        var column = 0;
        foreach (var word in Line(text).Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                lines.Append('\n');
                column = 0;
            }
            else if (lines.Length > 0)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(word);
            column += word.Length;
        }

        return lines.ToString();
    }

    private static int Width(PSHost host)
    {
        try
        {
            return host.UI.RawUI.BufferSize.Width is > 0 and var width ? width : UsualWidth;
        }
        catch (Exception)
        {
            // Hosts throw what they like here, and a view without a width is better than none.
            return UsualWidth;
        }
    }
}
