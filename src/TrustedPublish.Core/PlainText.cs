using System.Text.RegularExpressions;

namespace TrustedPublish.Core;

/// <summary>
/// Text of others — a server's, an archive's, a token's — made fit for terminals and CI logs: control characters steer the one,
/// and lines that a CI system takes for commands the other.
/// </summary>
public static partial class PlainText
{
    private const int Longest = 4000;

    /// <summary>
    /// The text as one line of at most <paramref name="longest"/> characters, and a mark where it is cut. It has no control
    /// character, and nothing that a log takes for a command: Azure Pipelines looks for <c>##vso[</c> and GitHub's runner for
    /// <c>##[</c> anywhere in a line, and for <c>::name</c> where one begins, which is up to the screen that breaks it. A blank
    /// within the two signs undoes them; an address of IPv6 stays as it is, but for letters between <c>::</c> and a blank.
    /// </summary>
    public static string OneLine(string text, int longest = Longest)
    {
        var line = text.Length <= longest ? text : text[..longest];
        if (HasControl(line)) line = string.Create(line.Length, line, static (plain, line) =>
        {
            for (var at = 0; at < plain.Length; at++) plain[at] = char.IsControl(line[at]) ? ' ' : line[at];
        });
        // Nearly no line has either, and looking for them costs next to nothing.
        if (line.Contains("::", StringComparison.Ordinal) || line.Contains("##", StringComparison.Ordinal)) line = LogCommand().Replace(line, " ");
        // Cut at the end, so that a text which comes through here twice is what it was after the first time.
        return text.Length <= longest && line.Length <= longest ? line : $"{line.AsSpan(0, Math.Min(line.Length, longest))}…";
    }

    private static bool HasControl(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\0', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f');

    // actions/runner: ActionCommand.TryParse and TryParseV2; microsoft/azure-pipelines-agent: Command.TryParse.
    [GeneratedRegex(@"(?<=:)(?=:[A-Za-z-]+(?:\s|::))|(?<=#)(?=#[A-Za-z.]*\[)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogCommand();
}
