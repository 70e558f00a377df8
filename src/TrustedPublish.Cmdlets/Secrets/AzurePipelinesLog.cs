using System.Diagnostics.CodeAnalysis;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Secrets;

/// <summary>
/// What a job says to the agent of Azure Pipelines, by standard output (its documentation, "Logging commands"). The agent reads
/// standard error too (microsoft/azure-pipelines-agent, NodeHandler.cs and PowerShell3Handler.cs), but a script task with
/// <c>failOnStderr</c> does not leave it alone: it fails by the first line and shows it as an error, on Windows without the agent
/// having read it as a command, so that the token would stand in the log (microsoft/azure-pipelines-tasks, PowerShellV2 and
/// CmdLineV2).
/// </summary>
internal static class AzurePipelinesLog
{
    /// <summary>Whether an agent listens.</summary>
    public static bool IsHeard(JobEnvironment job) => job.IsTrue("TF_BUILD");

    /// <summary>Has the agent show <c>***</c> wherever this secret would stand in the log.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The agent reads the process's own output; a PowerShell stream would put the token into variables, files and transcripts.")]
    public static void Mask(Secret secret) => Console.Out.WriteLine($"##vso[task.setsecret]{secret.Reveal()}");
}
