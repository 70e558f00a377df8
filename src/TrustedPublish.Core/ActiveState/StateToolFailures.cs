using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// What each failure of the State Tool means. It tells them apart by text alone, in English (ActiveState/cli
/// internal/locale/locales/en-us.yaml and the runners); its exit code is 1 for nearly all. The first row that applies counts.
/// </summary>
internal static partial class StateToolFailures
{
    private static readonly IReadOnlyList<Row> Rows =
    [
        new(null, NotLoggedIn(), FailureKind.StateToolNotLoggedIn, "The State Tool is not logged in",
            "Run 'state auth' once on your own machine; in a CI job, put an API key of ActiveState into the variable ACTIVESTATE_API_KEY."),
        new(null, NoProject(), FailureKind.ActiveStateProjectMissing, "The State Tool finds no project here",
            "Run it in the folder with activestate.yaml, or check the project out there first: state checkout ORG/PROJECT ."),
        new(null, BadCommit(), FailureKind.ActiveStateProjectInvalid, "The State Tool can't read the project",
            "Run 'state reset' in the project's folder, or check the project out again."),
        new(StateToolStep.Publish, Exists(), FailureKind.IngredientExists, "ActiveState's catalogue has this version already",
            "Make a new revision of it with -Edit, or raise the version."),
        new(StateToolStep.Publish, NothingToEdit(), FailureKind.IngredientRefused, "ActiveState's catalogue has nothing to revise",
            "Leave out -Edit the first time that a package is published."),
        new(StateToolStep.Publish, null, FailureKind.IngredientRefused, "'state publish' failed",
            "Check that -Organization or -Namespace names an organization that you may publish to; if the network failed, run it again, with -Edit where the catalogue has the version by then."),
        new(StateToolStep.Commit, Outdated(), FailureKind.BuildScriptOutdated, "The State Tool takes the build script for an outdated one",
            "Update the State Tool (state update) and this module: the script's format has changed between them."),
        new(StateToolStep.Commit, Moved(), FailureKind.BuildScriptRefused, "The project has changed on the platform",
            "Run 'state pull' in the project's folder, and then this again."),
        new(StateToolStep.Commit, Vulnerable(), FailureKind.BuildScriptRefused, "'state commit' wants to be asked",
            "What is to be built has known vulnerabilities; the State Tool lists them (-Verbose). Take another -PythonVersion, or accept them: state config set security.prompt.enabled false."),
        new(StateToolStep.Commit, null, FailureKind.BuildScriptRefused, "'state commit' failed",
            "Read the platform's words: -PythonVersion and -Platform must be ones that ActiveState's catalogue has, and the account must be allowed to change the project."),
        new(StateToolStep.Evaluate, NoPublisher(), FailureKind.BuildUploadRefused, "The index knows no publisher that matches the build",
            "Add an ActiveState publisher to the project on the index, with the organization and project of activestate.yaml and the name of the ActiveState user who runs this; then run this again with -Edit, for ActiveState's catalogue has the package by now."),
        new(StateToolStep.Evaluate, UploadRefused(), FailureKind.BuildUploadRefused, "The index refused the wheel",
            "Read the index's words. A file that it has already needs a higher version, which is published without -Edit; after any other refusal run this again with -Edit."),
        new(StateToolStep.Evaluate, Passing(), FailureKind.BuildInterrupted, "The build was interrupted",
            "Run it again later; -MaximumRetryCount tries more often."),
        new(StateToolStep.Evaluate, null, FailureKind.BuildFailed, "The build failed",
            "Read the build's log, whose address the State Tool prints; -WheelOnly builds the wheel without publishing it."),
    ];

    /// <summary>The failure that the tool's words mean.</summary>
    /// <param name="step">What it was doing.</param>
    /// <param name="said">All that it printed, without colours and secrets.</param>
    /// <param name="exitCode">Its exit code.</param>
    public static PublishException Explain(StateToolStep step, string said, int exitCode)
    {
        var row = Rows.First(row => (row.Step is null || row.Step == step) && (row.Text is null || row.Text.IsMatch(said)));
        return new PublishException(row.Kind, $"{row.Meaning}: {Words(said, exitCode)}", row.Remedy) { IsTransient = row.Kind == FailureKind.BuildInterrupted };
    }

    /// <summary>The error itself: the tool puts a cross before it and general advice behind it (internal/runbits/errors).</summary>
    private static string Words(string said, int exitCode)
    {
        var lines = said.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0).ToList();
        var start = lines.FindIndex(static line => line.StartsWith("x ", StringComparison.Ordinal) && line != "x Failed");
        var words = lines.Skip(Math.Max(start, 0)).TakeWhile(static line => !line.EndsWith("Need More Help?", StringComparison.Ordinal)).ToList();
        if (words.Count == 0) return $"it ended with exit code {exitCode} and said nothing.";
        if (start >= 0) words[0] = words[0][2..];
        return PlainText.OneLine(string.Join(' ', words), 1500);
    }

    [GeneratedRegex("Authentication is required|You are not authenticated|You are logged out|need to authenticate|need to be authenticated", Options, Patience)]
    private static partial Regex NotLoggedIn();

    [GeneratedRegex(@"need to be in an existing project|No activestate\.yaml file exists", Options, Patience)]
    private static partial Regex NoProject();

    [GeneratedRegex("contains an invalid commit ID", Options, Patience)]
    private static partial Regex BadCommit();

    [GeneratedRegex("already exists.*--edit", Options, Patience)]
    private static partial Regex Exists();

    [GeneratedRegex("Could not find ingredient to edit", Options, Patience)]
    private static partial Regex NothingToEdit();

    [GeneratedRegex("outdated version of the buildscript", Options, Patience)]
    private static partial Regex Outdated();

    // internal/runbits/cves: it asks before it commits, and answers no itself where nobody can.
    [GeneratedRegex("Aborting because State Tool is running in non-interactive mode|Operation aborted by user", Options, Patience)]
    private static partial Regex Vulnerable();

    [GeneratedRegex("has changed remotely", Options, Patience)]
    private static partial Regex Moved();

    // warehouse oidc/views.py
    [GeneratedRegex("invalid-publisher|no corresponding publisher|invalid-pending-publisher", Options, Patience)]
    private static partial Regex NoPublisher();

    // warehouse oidc/views.py and forklift/legacy.py, and how clients quote them.
    [GeneratedRegex(@"Token request failed|invalid-payload|invalid-token|invalid-reuse-token|not-enabled|File already exists|filename was previously used|\b(?:400|401|403|404|405|409|410|422)\b.{0,20}(?:Client Error|Bad Request|Unauthorized|Forbidden|Not Found|Not Allowed|Conflict|Gone|Unprocessable)", Options, Patience)]
    private static partial Regex UploadRefused();

    // What the log of a broken build may say too does not count: timeout, temporary or transient alone, the 'unexpected EOF' of a
    // shell's or Python's syntax error, the 'try again' of an installation guide.
    [GeneratedRegex(@"\btimed out\b|\b(?:i/o|network|connect(?:ion)?|read|request|gateway|handshake) ?time-?out|timeout exceeded|deadline exceeded|connection (?:was )?(?:reset|refused|aborted|closed)|network is unreachable|no such host|unexpected EOF(?! while)|temporary failure|temporarily unavailable|want to retry|too many requests|\b(?:408|429|500|502|503|504)\b.{0,20}(?:Server Error|Client Error|Request Timeout|Too Many|Internal Server|Bad Gateway|Unavailable|Gateway Timeout)", Options, Patience)]
    private static partial Regex Passing();

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private const int Patience = 1000;

    private sealed record Row(StateToolStep? Step, Regex? Text, FailureKind Kind, string Meaning, string Remedy);
}
