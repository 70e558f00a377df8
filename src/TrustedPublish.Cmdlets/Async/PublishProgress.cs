using System.Globalization;
using System.Management.Automation;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;

namespace TrustedPublish.Async;

/// <summary>The progress bar of a release, in bytes. It ends when this is disposed.</summary>
internal sealed class PublishProgress(Cmdlet cmdlet, PackageIndex index) : IDisposable
{
    private const int ActivityId = 1;

    // A terminal shows no more than a few frames a second, and each costs the pipeline thread time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly string _activity = $"Publishing to {index}";
    private readonly object _gate = new();
    private long _last;
    private bool _shown;

    /// <summary>Shows a step, or drops it where the last one is too young; from any thread.</summary>
    public void Show(UploadProgress step, Action<Action> post)
    {
        lock (_gate)
        {
            var now = Environment.TickCount64;
            if (_shown && now - _last < Interval.TotalMilliseconds && step.Bytes < step.TotalBytes) return;
            _last = now;
            _shown = true;
        }

        post(() => cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, $"{step.Current.FileName} ({step.FilesDone + 1} of {step.Files})")
        {
            CurrentOperation = $"{Megabytes(step.Bytes)} of {Megabytes(step.TotalBytes)}",
            PercentComplete = step.TotalBytes == 0 ? 100 : (int)Math.Min(100, step.Bytes * 100 / step.TotalBytes),
        }));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_shown) return;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records; its bar is gone with it.
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
