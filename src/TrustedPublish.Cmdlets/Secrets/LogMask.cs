using TrustedPublish.Core.Secrets;
using TrustedPublish.GitHub;

namespace TrustedPublish.Secrets;

/// <summary>Asks the CI system to hide a token in its log, should anything print it later.</summary>
internal static class LogMask
{
    /// <summary>Hides <paramref name="secret"/> where this process runs in a CI system that can; does nothing elsewhere.</summary>
    public static void Hide(Secret secret) => WorkflowCommand.Mask(secret.Reveal());
}
