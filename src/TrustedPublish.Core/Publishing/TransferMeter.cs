using TrustedPublish.Core.Distributions;

namespace TrustedPublish.Core.Publishing;

/// <summary>Counts what has been sent of a set, from any thread, and tells from it how long the rest takes.</summary>
internal sealed class TransferMeter(IReadOnlyList<Distribution> distributions, int throttleLimit, Action<UploadProgress> progress, TimeProvider timeProvider)
{
    // Less than this lies in the buffers of the system before the first byte has crossed the network.
    private const long LeastBytes = 1024 * 1024;

    private readonly long _total = distributions.Sum(static distribution => distribution.Size);
    private readonly Dictionary<Distribution, Transfer> _running = new(ReferenceEqualityComparer.Instance);
    private readonly object _gate = new();
    private readonly long _start = timeProvider.GetTimestamp();
    private long _bytesDone;
    private int _filesDone;

    // Of files that are through: bytes, and the time from their first to the index's answer.
    private long _measuredBytes;
    private TimeSpan _measuredTime;

    /// <summary>A try to send the file begins.</summary>
    public void Begin(Distribution distribution)
    {
        lock (_gate) _running[distribution] = new Transfer(timeProvider.GetTimestamp());
        Sent(distribution, 0);
    }

    /// <summary>So many bytes of the file's current try are out.</summary>
    public void Sent(Distribution distribution, long bytes)
    {
        UploadProgress step;
        lock (_gate)
        {
            if (!_running.TryGetValue(distribution, out var transfer)) return;
            transfer.Bytes = bytes;
            step = Step(distribution, bytes, isDone: false);
        }

        progress(step);
    }

    /// <summary>The file has had its turn, however it ended.</summary>
    public void End(Distribution distribution, bool isMeasured)
    {
        UploadProgress step;
        lock (_gate)
        {
            if (_running.Remove(distribution, out var transfer) && isMeasured && transfer.Bytes >= LeastBytes)
            {
                _measuredBytes += transfer.Bytes;
                _measuredTime += timeProvider.GetElapsedTime(transfer.Start);
            }

            _filesDone++;
            _bytesDone += distribution.Size;
            step = Step(distribution, distribution.Size, isDone: true);
        }

        progress(step);
    }

    /// <summary>How long <paramref name="next"/> takes, and all that is left.</summary>
    public TransferEstimate Estimate(Distribution next)
    {
        lock (_gate)
        {
            var (filesLeft, bytesLeft) = (distributions.Count - _filesDone, _total - _bytesDone);
            if (SpeedOfOne() is not { } speed) return new TransferEstimate(null, null, filesLeft, bytesLeft);
            return new TransferEstimate(
                TimeSpan.FromSeconds(next.Size / speed),
                TimeSpan.FromSeconds(bytesLeft / (speed * Math.Clamp(filesLeft, 1, throttleLimit))),
                filesLeft,
                bytesLeft);
        }
    }

    /// <summary>Bytes a second of one file, where enough has been sent to know.</summary>
    private double? SpeedOfOne()
    {
        // One that is under way may be stalled; those that are through tell more.
        if (_measuredBytes > 0) return _measuredBytes / _measuredTime.TotalSeconds;
        long bytes = 0;
        var time = TimeSpan.Zero;
        foreach (var transfer in _running.Values.Where(static transfer => transfer.Bytes >= LeastBytes))
        {
            bytes += transfer.Bytes;
            time += timeProvider.GetElapsedTime(transfer.Start);
        }

        return bytes > 0 && time > TimeSpan.Zero ? bytes / time.TotalSeconds : null;
    }

    private UploadProgress Step(Distribution current, long currentBytes, bool isDone)
    {
        var bytes = _bytesDone + _running.Values.Sum(static transfer => transfer.Bytes);
        var elapsed = timeProvider.GetElapsedTime(_start).TotalSeconds;
        return new UploadProgress(current, currentBytes, isDone, _filesDone, distributions.Count, bytes, _total, elapsed > 0 ? bytes / elapsed : 0);
    }

    private sealed class Transfer(long start)
    {
        public long Start { get; } = start;

        public long Bytes { get; set; }
    }
}
