using TrustedPublish.Core;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Unit.Support;

/// <summary>A client that waits little, and what it said.</summary>
public sealed class QuickTransport : IDisposable
{
    private readonly List<string> _lines = [];

    public QuickTransport(TimeProvider? clock = null) => Wire = new HttpTransport(
        new HttpOptions
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MaximumRetryDelay = TimeSpan.FromMilliseconds(5),
            MaximumRetryCount = 2,
            RequestTimeout = TimeSpan.FromSeconds(30),
            CertificateFile = null,
            TimeProvider = clock ?? TimeProvider.System,
        },
        new Trace(Add, Add));

    public HttpTransport Wire { get; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public void Dispose() => Wire.Dispose();

    private void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}
