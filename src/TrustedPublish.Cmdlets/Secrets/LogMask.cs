using System.Diagnostics.CodeAnalysis;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Secrets;

/// <summary>
/// Asks the CI system to hide a token in its log, should anything print it later. On GitHub Actions that is the workflow
/// command <c>::add-mask::</c>, which the runner reads from both of the process's outputs and does not show. It goes to
/// standard error, so that <c>TOKEN=$(pwsh -Command '… New-PyPIToken -AsPlainText')</c> captures the token alone.
/// </summary>
internal static class LogMask
{
    /// <summary>Hides <paramref name="secret"/> where this process runs in a CI system that can; does nothing elsewhere.</summary>
    [SuppressMessage(
        "ApiDesign",
        "RS0030:Do not use banned APIs",
        Justification = "The runner reads the process's own outputs. A PowerShell stream or the host would put the token into variables, files and transcripts.")]
    public static void Hide(Secret secret)
    {
        if (JobEnvironment.Process.IsTrue("GITHUB_ACTIONS")) Console.Error.WriteLine($"::add-mask::{secret.Reveal()}");
    }
}
