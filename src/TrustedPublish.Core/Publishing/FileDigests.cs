using System.Collections.Concurrent;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// The SHA-256 of each file of a run, computed once and ahead of its turn: hashing one file overlaps uploading another.
/// Disposing it waits for what is still being read.
/// </summary>
public sealed class FileDigests(CancellationToken cancellationToken) : IAsyncDisposable
{
    // More would only compete for the disk.
    private const int AtOnce = 2;

    private readonly ConcurrentDictionary<Distribution, Lazy<Task<string>>> _digests = new(ReferenceEqualityComparer.Instance);
    private readonly SemaphoreSlim _slots = new(AtOnce, AtOnce);

    /// <summary>The digest as 64 hex digits in lower case; begins to compute it where nobody has asked yet.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.FileUnreadable"/>.</exception>
    public Task<string> GetAsync(Distribution distribution) => _digests.GetOrAdd(distribution, key => new Lazy<Task<string>>(() => ComputeAsync(key))).Value;

    /// <summary>Begins to compute the digests of files whose turn comes later.</summary>
    public void Begin(IEnumerable<Distribution> distributions)
    {
        foreach (var distribution in distributions) _ = GetAsync(distribution);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var digest in _digests.Values)
        {
            // Whoever needed it has had the failure.
            await digest.Value.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _slots.Dispose();
    }

    private async Task<string> ComputeAsync(Distribution distribution)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Sha256Digest.ComputeAsync(distribution.File, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }
}
