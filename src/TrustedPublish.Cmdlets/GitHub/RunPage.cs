using TrustedPublish.Core.Failures;

namespace TrustedPublish.GitHub;

/// <summary>What a failure leaves on the run's page: an annotation, and its whole text in the summary. Elsewhere than on GitHub, nothing.</summary>
internal static class RunPage
{
    /// <summary>Shows a failure that ended a step; <paramref name="trace"/> is told where that was not possible.</summary>
    public static void Show(PublishException failure, Action<string> trace)
    {
        if (JobSummary.Add(failure) is { } why) trace(why);
        WorkflowCommand.Error(failure);
    }
}
