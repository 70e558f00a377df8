using System.Management.Automation;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Async;

/// <summary>The progress of work that goes through a few long steps. Quiet in a CI job, where nobody looks. Its bar ends when this is disposed.</summary>
internal sealed class StepProgress(Cmdlet cmdlet, string activity, int steps) : IDisposable
{
    private readonly bool _isQuiet = JobEnvironment.Process.IsJob;
    private bool _shown;

    /// <summary>Shows that a step, counted from 1, begins; from any thread.</summary>
    public void Show(int step, string what, Action<Action> post)
    {
        if (_isQuiet) return;
        _shown = true;
        var record = new ProgressRecord(1, activity, what) { PercentComplete = 100 * (step - 1) / steps };
        post(() => cmdlet.WriteProgress(record));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_shown) return;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(1, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records; its bars are gone with it.
        }
    }
}
