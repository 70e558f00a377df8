using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Http;

/// <summary>The time that a whole run may take, retries and waits included. It runs from the moment it is made.</summary>
public sealed class TimeBudget : IDisposable
{
    private readonly CancellationTokenSource? _timer;

    /// <summary>A budget of <paramref name="length"/>, or, for null, one that never runs out.</summary>
    public TimeBudget(TimeSpan? length, TimeProvider timeProvider)
    {
        Length = length;
        if (length is { } limited) _timer = new CancellationTokenSource(limited, timeProvider);
    }

    /// <summary>Never runs out.</summary>
    public static TimeBudget Unlimited { get; } = new(null, TimeProvider.System);

    /// <summary>How long it was when it began; null for one that never runs out.</summary>
    public TimeSpan? Length { get; }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken Token => _timer?.Token ?? CancellationToken.None;

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => Token.IsCancellationRequested;

    /// <summary>The failure of what was not through in time.</summary>
    public PublishException Failure(string what) => new(
        FailureKind.OutOfTime,
        $"The {Length?.TotalSeconds:0} s for the whole run (-TimeoutSec) were over: {what}.",
        "Raise -TimeoutSec, or leave it away. Publishing again sends what is missing, and with -SkipExisting nothing twice.");

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
