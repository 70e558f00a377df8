using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.GitHub;

namespace TrustedPublish.Secrets;

/// <summary>
/// Asks the CI system to hide a token in its log, should anything print it later. Only where it is sure that the system listens:
/// anywhere else the request itself would be what puts the token into the log.
/// </summary>
internal static class LogMask
{
    /// <summary>Hides <paramref name="secret"/> where this process runs in a CI system that can; does nothing elsewhere.</summary>
    public static async Task HideAsync(Secret secret, HttpTransport transport, CancellationToken cancellationToken)
    {
        var job = JobEnvironment.Process;
        // A token is one word. Anything else could be more than one command to who reads it.
        if (!secret.Reveal().All(static character => character is > ' ' and <= '~' and not '%')) return;
        if (WorkflowCommand.IsHeard) WorkflowCommand.Mask(secret.Reveal());
        else if (AzurePipelinesLog.IsHeard(job)) AzurePipelinesLog.Mask(secret);
        else if (GitLabLog.IsHeard(job)) GitLabLog.Mask(secret);
        else if (BuildkiteLog.IsHeard(job)) await BuildkiteLog.MaskAsync(secret, job, transport, cancellationToken);
    }
}
