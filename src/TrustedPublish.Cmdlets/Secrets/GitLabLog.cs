using System.Diagnostics.CodeAnalysis;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Secrets;

/// <summary>
/// What a job says to GitLab's runner, which listens only where it is set up with <c>proxy_exec</c> (GitLab Runner 17.10 and later,
/// experimental: gitlab-org/gitlab-runner issue 38464). A job can't tell, so that the user has to.
/// </summary>
internal static class GitLabLog
{
    /// <summary>The variable by which the user says that the runner listens.</summary>
    private const string ConsentVariable = "TRUSTEDPUBLISH_GITLAB_ADD_MASK";

    /// <summary>Whether a runner listens, by the user's word.</summary>
    public static bool IsHeard(JobEnvironment job) => job["GITLAB_CI"] is not null && job.IsTrue(ConsentVariable);

    /// <summary>Has the runner hide this secret in the log. It reads both outputs; standard error leaves alone what a script captures.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The runner reads the process's own outputs; a PowerShell stream would put the token into variables, files and transcripts.")]
    public static void Mask(Secret secret) => Console.Error.WriteLine($"::add-mask::{secret.Reveal()}");
}
