namespace TrustedPublish.Core.Http;

/// <summary>
/// Cancels its <see cref="Token"/> when <see cref="Length"/> has passed since it was made or last moved on, or when the
/// outer token is cancelled.
/// </summary>
public sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    /// <summary>Starts to run now, by the clock of <paramref name="timeProvider"/>.</summary>
    public Deadline(TimeSpan length, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Length = length;
        _timer = new CancellationTokenSource(length, timeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    /// <summary>How long it waits.</summary>
    public TimeSpan Length { get; }

    /// <summary>Cancelled at the deadline or by the caller.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>Starts the wait anew; no effect once it has run out.</summary>
    public void MoveOn() => _timer.CancelAfter(Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
