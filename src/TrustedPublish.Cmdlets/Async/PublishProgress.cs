using System.Globalization;
using System.Management.Automation;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;

namespace TrustedPublish.Async;

/// <summary>
/// The progress of a release: a bar for all of it, and below it one for each file on its way. Quiet where nobody looks: in a
/// CI job, where the table of results has a line for each file anyway. All bars end when this is disposed.
/// </summary>
internal sealed class PublishProgress(Cmdlet cmdlet, PackageIndex index) : IDisposable
{
    private const int ReleaseId = 1;

    // A terminal shows no more than a few frames a second, and each costs the pipeline thread time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Set by every CI system (GitHub, GitLab, Buildkite, CircleCI, Semaphore and others).
    private readonly bool _isQuiet = JobEnvironment.Process.IsJob;

    private readonly string _activity = $"Publishing to {index}";
    private readonly Dictionary<Distribution, Bar> _bars = new(ReferenceEqualityComparer.Instance);
    private readonly object _gate = new();
    private long _last;
    private bool _shown;

    /// <summary>Shows a step, or drops it where the last one is too young; from any thread.</summary>
    public void Show(UploadProgress step, Action<Action> post)
    {
        if (_isQuiet) return;
        List<ProgressRecord> records = [];
        lock (_gate)
        {
            var now = Environment.TickCount64;
            if (!_bars.TryGetValue(step.Current, out var bar)) _bars[step.Current] = bar = new Bar(ReleaseId + 1 + _bars.Count);
            if (step.IsDone)
            {
                if (bar.IsShown && !bar.IsDone) records.Add(new ProgressRecord(bar.Id, step.Current.FileName, "Done") { RecordType = ProgressRecordType.Completed });
                bar.IsDone = true;
            }
            else if (!bar.IsDone && (!bar.IsShown || now - bar.Last >= Interval.TotalMilliseconds))
            {
                (bar.IsShown, bar.Last) = (true, now);
                records.Add(FileRecord(bar, step));
            }

            if (!_shown || step.IsDone || now - _last >= Interval.TotalMilliseconds)
            {
                (_shown, _last) = (true, now);
                records.Insert(0, ReleaseRecord(step));
            }
        }

        if (records.Count > 0) post(() => records.ForEach(cmdlet.WriteProgress));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_shown) return;
        try
        {
            foreach (var (file, bar) in _bars.Where(static entry => entry.Value is { IsShown: true, IsDone: false }))
                cmdlet.WriteProgress(new ProgressRecord(bar.Id, file.FileName, "Done") { RecordType = ProgressRecordType.Completed });
            cmdlet.WriteProgress(new ProgressRecord(ReleaseId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records; its bars are gone with it.
        }
    }

    private ProgressRecord ReleaseRecord(UploadProgress step) => new(ReleaseId, _activity, $"{step.FilesDone} of {step.Files} files, {Megabytes(step.Bytes)} of {Megabytes(step.TotalBytes)}")
    {
        CurrentOperation = step.BytesPerSecond > 0 ? $"{Megabytes((long)step.BytesPerSecond)}/s" : "",
        PercentComplete = Percent(step.Bytes, step.TotalBytes),
        SecondsRemaining = step.TimeLeft is { } left ? (int)Math.Min(int.MaxValue, left.TotalSeconds) : -1,
    };

    private static ProgressRecord FileRecord(Bar bar, UploadProgress step) => new(bar.Id, step.Current.FileName, $"{Megabytes(step.CurrentBytes)} of {Megabytes(step.Current.Size)}")
    {
        ParentActivityId = ReleaseId,
        PercentComplete = Percent(step.CurrentBytes, step.Current.Size),
    };

    private static int Percent(long part, long whole) => whole == 0 ? 100 : (int)Math.Min(100, part * 100 / whole);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private sealed class Bar(int id)
    {
        public int Id { get; } = id;

        public long Last { get; set; }

        public bool IsShown { get; set; }

        public bool IsDone { get; set; }
    }
}
