using System.Diagnostics.CodeAnalysis;
using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.GitHub;

/// <summary>
/// What a job says to GitHub's runner (GitHub's documentation, "Workflow commands for GitHub Actions"). The runner reads
/// both of the process's outputs; these go to standard error, so that what a script captures is its output alone.
/// </summary>
internal static class WorkflowCommand
{
    /// <summary>Whether a runner listens.</summary>
    public static bool IsHeard => JobEnvironment.Process.IsTrue("GITHUB_ACTIONS");

    /// <summary>Shows a failure on the run's page.</summary>
    public static void Error(PublishException failure) =>
        Write($"::error title={Escape(failure.Kind.ToString(), isProperty: true)}::{Escape(string.Join('\n', failure.Notes.Prepend($"{failure.Message.TrimEnd('.')}. {failure.Remedy}")), isProperty: false)}");

    /// <summary>Has the runner show <c>***</c> wherever this text would stand in the log.</summary>
    public static void Mask(string text) => Write($"::add-mask::{Escape(text, isProperty: false)}");

    /// <summary>What would end a command or one of its properties, as the runner reads it (actions/toolkit, command.ts).</summary>
    private static string Escape(string text, bool isProperty)
    {
        var escaped = new StringBuilder(text).Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");
        if (isProperty) escaped.Replace(":", "%3A").Replace(",", "%2C");
        return escaped.ToString();
    }

    [SuppressMessage(
        "ApiDesign",
        "RS0030:Do not use banned APIs",
        Justification = "The runner reads the process's own outputs. A PowerShell stream or the host would put a token into variables, files and transcripts.")]
    private static void Write(string command)
    {
        if (IsHeard) Console.Error.WriteLine(command);
    }
}
