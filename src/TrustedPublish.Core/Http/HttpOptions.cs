using System.Net;

namespace TrustedPublish.Core.Http;

/// <summary>Limits of the wire. All have defaults that suit a CI job; tests shorten them.</summary>
public sealed record HttpOptions
{
    /// <summary>Tries after the first one where nothing else is said: with the doubling wait about half a minute in all.</summary>
    public const int DefaultRetryCount = 5;

    /// <summary>The most tries that can be asked for.</summary>
    public const int LargestRetryCount = 100;

    /// <summary>The most seconds that can be asked for, a day.</summary>
    public const int LargestTimeoutSeconds = 86_400;

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
    public int MaximumRetryCount { get; init; } = DefaultRetryCount;

    /// <summary>The wait before the first retry; it doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries, also where the server asks for more.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest answer that is read, in bytes. The index's own answers are under 10 KB.</summary>
    public int MaximumAnswerBytes { get; init; } = 1024 * 1024;

    /// <summary>The longest list of a project's files that is read, in bytes; the longest on PyPI are a few MB.</summary>
    public int MaximumListBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// A PEM file of certificate authorities that are trusted besides the system's own, or null. The variable is OpenSSL's;
    /// here it holds on every system.
    /// </summary>
    public string? CertificateFile { get; init; } = Environment.GetEnvironmentVariable("SSL_CERT_FILE");

    /// <summary>The proxy for every other machine than this one; null for those of the environment, as .NET reads them.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The clock and timers; a test brings its own.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
