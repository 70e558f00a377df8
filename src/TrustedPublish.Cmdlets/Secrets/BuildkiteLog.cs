using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Core.Tools;

namespace TrustedPublish.Secrets;

/// <summary>Buildkite's agent hides what its program is told by standard input (agent 3.67 and later; Buildkite's documentation, "buildkite-agent redactor").</summary>
internal static class BuildkiteLog
{
    /// <summary>Whether there may be an agent that listens.</summary>
    public static bool IsHeard(JobEnvironment job) => job.IsTrue("BUILDKITE");

    /// <summary>Has the agent hide this secret in the log. One that can't is no failure: nothing has been printed.</summary>
    public static async Task MaskAsync(Secret secret, JobEnvironment job, HttpTransport transport, CancellationToken cancellationToken)
    {
        if (ExternalTool.Find("buildkite-agent", job) is not { } agent)
        {
            transport.Trace.Verbose("The token is not hidden in the job's log: buildkite-agent is not on PATH.");
            return;
        }

        using var deadline = new Deadline(transport.Options.RequestTimeout, transport.Options.TimeProvider, cancellationToken);
        try
        {
            var result = await agent.RunAsync(["redactor", "add"], deadline.Token, input: secret);
            if (!result.IsSuccess) transport.Trace.Verbose($"The token is not hidden in the job's log: buildkite-agent says: {result.Message}");
        }
        catch (PublishException failure)
        {
            transport.Trace.Verbose($"The token is not hidden in the job's log: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            transport.Trace.Verbose($"The token is not hidden in the job's log: buildkite-agent did not end within {deadline.Length.TotalSeconds:0} s.");
        }
    }
}
