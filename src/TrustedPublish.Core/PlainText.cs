using System.Text;

namespace TrustedPublish.Core;

/// <summary>Text of others — a server's, an archive's — made fit for terminals and CI logs, which control characters steer.</summary>
public static class PlainText
{
    private const int Longest = 4000;

    /// <summary>The text as one bounded line without control characters.</summary>
    public static string OneLine(string text, int longest = Longest)
    {
        if (text.Length <= longest && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')) return text;
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, longest)))
            line.Append(char.IsControl(character) ? ' ' : character);
        return text.Length <= longest ? line.ToString() : $"{line}…";
    }
}
