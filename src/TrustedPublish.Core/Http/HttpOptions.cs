namespace TrustedPublish.Core.Http;

/// <summary>Limits of the wire. All have defaults that suit a CI job; tests shorten them.</summary>
public sealed record HttpOptions
{
    /// <summary>How long opening a connection may take, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a small request (audience, ID token, mint) may take from start to answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an upload may go without a byte moving before it counts as hung. An upload that moves may take as
    /// long as it needs.
    /// </summary>
    public TimeSpan UploadIdleTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Tries after the first one.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The wait before the first retry; it doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries, also where the server asks for more.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest answer that is read, in bytes. The index's own answers are under 10 KB.</summary>
    public int MaximumAnswerBytes { get; init; } = 1024 * 1024;

    /// <summary>The clock and timers; a test brings its own.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
