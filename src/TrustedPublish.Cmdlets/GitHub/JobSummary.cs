using System.Globalization;
using System.Net;
using System.Text;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Publishing;

namespace TrustedPublish.GitHub;

/// <summary>
/// The table of a release on the run's page: Markdown that is added to the file which <c>GITHUB_STEP_SUMMARY</c> names. What
/// comes from files and from the index is text in it, never markup.
/// </summary>
internal static class JobSummary
{
    private const string Variable = "GITHUB_STEP_SUMMARY";

    // GitHub shows nothing of a step whose summary is over 1 MiB: this many rows and errors, of the longest texts that there
    // are, stay below it.
    private const int MostRows = 1000;
    private const int MostErrors = 100;
    private const int LongestText = 1000;

    /// <summary>Adds the table of a run; its rows have the order of <paramref name="results"/>.</summary>
    /// <returns>Why it could not be written, or null.</returns>
    public static string? Add(string index, int files, IReadOnlyList<FileResult> results, IReadOnlyList<PublishException> errors) =>
        Write(() => Text(index, files, results, errors));

    /// <summary>Adds a failure that ended a step before anything was published.</summary>
    /// <returns>Why it could not be written, or null.</returns>
    public static string? Add(PublishException failure) => Write(() => $"### {failure.Kind}\n\n{Plain(failure.Message)}\n\n**{Plain(failure.Remedy)}**\n{Lines(failure.Notes)}\n");

    /// <summary>Adds the steps of a check, with a link to the index's form that can be followed.</summary>
    /// <returns>Why it could not be written, or null.</returns>
    public static string? Add(string index, IReadOnlyList<CheckStep> steps) => Write(() =>
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### {(steps.Any(static step => step.Status == CheckStatus.Failed) ? "This job can't publish" : "Nothing was found that keeps this job from publishing")} to {Plain(index)}\n\n| | Step | Detail |\n|---|---|---|\n");
        foreach (var step in steps)
        {
            var remedy = step.Remedy is null ? "" : $" **{Plain(step.Remedy)}**";
            var link = step.Link is null ? "" : $" [The form, filled in]({step.Link.AbsoluteUri.Replace(")", "%29", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal)})";
            text.Append(CultureInfo.InvariantCulture, $"| {Mark(step.Status)} | {Plain(step.Name)} | {Plain(step.Detail)}{remedy}{link} |\n");
        }

        return text.Append('\n').ToString();
    });

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "✅",
        CheckStatus.Failed => "❌",
        CheckStatus.Warning => "⚠️",
        _ => "",
    };

    private static string? Write(Func<string> text)
    {
        if (!WorkflowCommand.IsHeard || JobEnvironment.Process[Variable] is not { } file) return null;
        try
        {
            File.AppendAllText(file, text());
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return PlainText.OneLine($"The job's summary was not written: {exception.Message}");
        }
    }

    private static string Text(string index, int files, IReadOnlyList<FileResult> results, IReadOnlyList<PublishException> errors)
    {
        var published = results.Count(static result => result.Status == FileStatus.Published);
        var there = results.Count(static result => result.Status == FileStatus.AlreadyPublished);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### {published} of {files} file{(files == 1 ? "" : "s")} published to {Plain(index)}{(there > 0 ? $", {there} {(there == 1 ? "was" : "were")} there" : "")}\n\n");
        if (results.Count > 0)
        {
            text.Append("| Status | File | Size | SHA-256 |\n|---|---|---:|---|\n");
            foreach (var result in results.Take(MostRows))
            {
                var file = Plain(result.Distribution.FileName);
                var link = result.Status == FileStatus.Failed ? file : $"[{file}]({result.ReleasePage.AbsoluteUri})";
                text.Append(CultureInfo.InvariantCulture, $"| {Status(result.Status)}{(result.Attestations.Count > 0 ? $", [attested]({result.ProvenancePage.AbsoluteUri})" : "")} | {link} | {ViewText.Size(result.Distribution.Size)} | {(result.Sha256 is { } sha256 ? $"`{sha256}`" : "")} |\n");
            }

            if (results.Count > MostRows) text.Append(CultureInfo.InvariantCulture, $"\n… and {results.Count - MostRows} more.\n");
        }

        foreach (var error in errors.Take(MostErrors)) text.Append(CultureInfo.InvariantCulture, $"\n- **{error.Kind}**: {Plain(error.Message)} *{Plain(error.Remedy)}*\n{Lines(error.Notes)}");
        return text.Append('\n').ToString();
    }

    /// <summary>Lines whose columns stay in place.</summary>
    private static string Lines(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? "" : $"\n<pre>{string.Join('\n', lines.Select(static line => WebUtility.HtmlEncode(line.Length <= LongestText ? line : line[..LongestText])))}</pre>\n";

    private static string Status(FileStatus status) => status switch
    {
        FileStatus.Published => "✅ published",
        FileStatus.AlreadyPublished => "☑️ was there",
        _ => "❌ failed",
    };

    /// <summary>Text that Markdown shows as it is.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in text.Length <= LongestText ? text : $"{text[..LongestText]}…")
        {
            if (@"\`*_{}[]()#+!|<>&~$@:.".Contains(character, StringComparison.Ordinal)) plain.Append('\\');
            plain.Append(character);
        }

        return plain.ToString();
    }
}
