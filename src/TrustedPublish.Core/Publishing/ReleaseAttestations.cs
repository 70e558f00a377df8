using System.Collections.Concurrent;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// The attestations that go along with the files of a run: those that lie beside them, and those that are made meanwhile, each
/// once and ahead of its file's turn. Disposing it ends what is still being made, and waits for that.
/// </summary>
public sealed class ReleaseAttestations : IAsyncDisposable
{
    // For one file, where it may go without: the API token that the release goes out with lives 15 minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Distribution, Lazy<Task<IReadOnlyList<Attestation>>>> _ready = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyDictionary<Distribution, IReadOnlyList<Attestation>> _beside;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _givingUp = new();

    // As many as the signer has on their way: what waits behind them has not begun, and is spared where one of them fails.
    private readonly SemaphoreSlim _slots = new(AttestationSigner.AtOnce, AttestationSigner.AtOnce);
    private volatile PublishException? _failure;
    private int _warned;

    /// <summary>Goes along with the files whose attestations are in <paramref name="beside"/>; none is made.</summary>
    public ReleaseAttestations(IReadOnlyDictionary<Distribution, IReadOnlyList<Attestation>> beside) => _beside = beside;

    /// <summary>Files go without.</summary>
    public static ReleaseAttestations None => new(new Dictionary<Distribution, IReadOnlyList<Attestation>>());

    /// <summary>Makes the publisher's attestation of a file from its name and SHA-256; null where none shall be made.</summary>
    public Func<string, string, CancellationToken, Task<Attestation>>? Sign { get; init; }

    /// <summary>Whether a file without the publisher's attestation is not published.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The clock; a test brings its own.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told why files go without, once.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>The attestations beside each of <paramref name="distributions"/>.</summary>
    /// <exception cref="PublishException">One can't be used.</exception>
    public static IReadOnlyDictionary<Distribution, IReadOnlyList<Attestation>> ReadBeside(IEnumerable<Distribution> distributions) =>
        distributions.Select(static distribution => KeyValuePair.Create(distribution, AttestationsBeside.Read(distribution)))
            .Where(static found => found.Value.Count > 0)
            .ToDictionary<Distribution, IReadOnlyList<Attestation>>(ReferenceEqualityComparer.Instance);

    /// <summary>Whether the publisher's attestation of a file does not lie beside it.</summary>
    public bool Lacks(Distribution distribution) =>
        !_beside.TryGetValue(distribution, out var beside) || beside.All(static attestation => attestation.Statement.PredicateType != AttestationStatement.PublishType);

    /// <summary>
    /// What of the attestations beside the files is of other content than they have: a leftover of an earlier build. Nothing
    /// is sent then, unless a fresh one is made instead.
    /// </summary>
    /// <exception cref="PublishException">A file can't be read.</exception>
    public async Task<IReadOnlyList<PublishException>> FindLeftoversAsync(IReadOnlyList<Distribution> distributions, FileDigests digests)
    {
        var leftovers = new List<PublishException>();
        foreach (var distribution in distributions)
        {
            var stale = (await BesideAsync(distribution, digests)).Where(static attestation => !attestation.IsOfFile).ToList();
            if (stale.Count == 0) continue;
            var kind = stale[0].Attestation.Statement.PredicateType;
            if (Sign is not null && stale.Count == 1 && kind == AttestationStatement.PublishType) Warn($"The attestation beside {distribution.FileName} is of other content than the file has now, so another one is made.");
            else leftovers.Add(Leftover(distribution, kind));
        }

        return leftovers;
    }

    /// <summary>Begins to make those of files whose turn comes later.</summary>
    public void Begin(IEnumerable<Distribution> distributions, FileDigests digests)
    {
        if (Sign is null) return;
        foreach (var distribution in distributions) _ = GetAsync(distribution, digests);
    }

    /// <summary>Ends when each of <paramref name="distributions"/> has what is required; at once where nothing is.</summary>
    /// <exception cref="PublishException">One can't be made, and then no file may be sent.</exception>
    public async Task RequireAsync(IReadOnlyList<Distribution> distributions, FileDigests digests)
    {
        if (IsRequired) await Task.WhenAll(distributions.Select(distribution => GetAsync(distribution, digests)));
    }

    /// <summary>The attestations that go along with a file; none where it goes without.</summary>
    /// <exception cref="PublishException">One is required and can't be made.</exception>
    public Task<IReadOnlyList<Attestation>> GetAsync(Distribution distribution, FileDigests digests) =>
        _ready.GetOrAdd(distribution, key => new(() => Task.Run(() => CollectAsync(key, digests), CancellationToken.None))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        foreach (var made in _ready.Values)
        {
            // Whoever needed it has had the failure.
            await made.Value.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _ending.Dispose();
        _givingUp.Dispose();
        _slots.Dispose();
    }

    private async Task<IReadOnlyList<Attestation>> CollectAsync(Distribution distribution, FileDigests digests)
    {
        IReadOnlyList<Attestation> beside = [.. (await BesideAsync(distribution, digests)).Where(static found => found.IsOfFile).Select(static found => found.Attestation)];
        if (Sign is null || beside.Any(static attestation => attestation.Statement.PredicateType == AttestationStatement.PublishType)) return beside;
        var sha256 = await digests.GetAsync(distribution);
        await _slots.WaitAsync(_ending.Token);
        try
        {
            // What keeps one file from being signed holds for the others, and each would wait for it anew.
            if (_failure is null) return [.. beside, await SignAsync(distribution.FileName, sha256)];
        }
        catch (PublishException failure)
        {
            _failure ??= failure;
            await _givingUp.CancelAsync();
        }
        catch (OperationCanceledException) when (_failure is not null && !_ending.IsCancellationRequested)
        {
            // Given up for what another one failed for.
        }
        finally
        {
            _slots.Release();
        }

        if (IsRequired) throw _failure!;
        if (Interlocked.Exchange(ref _warned, 1) == 0)
            Warn($"Files are published without an attestation, {distribution.FileName} first: {_failure!.Message} {_failure.Remedy} An index takes attestations with the first upload alone, so they stay without. -Attestation Required publishes nothing then, and -NoAttestation tries none.");
        return beside;
    }

    private async Task<Attestation> SignAsync(string fileName, string sha256)
    {
        using var patience = new CancellationTokenSource(IsRequired ? Timeout.InfiniteTimeSpan : Patience, TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, _givingUp.Token, patience.Token);
        try
        {
            return await Sign!(fileName, sha256, stop.Token);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested && !_ending.IsCancellationRequested && !_givingUp.IsCancellationRequested)
        {
            throw new PublishException(
                FailureKind.TimedOut,
                $"Sigstore has not signed {fileName} within {Patience.TotalSeconds:0} s.",
                "See https://status.sigstore.dev, and the network between.",
                exception) { IsTransient = true };
        }
    }

    private async Task<IReadOnlyList<(Attestation Attestation, bool IsOfFile)>> BesideAsync(Distribution distribution, FileDigests digests)
    {
        if (!_beside.TryGetValue(distribution, out var beside)) return [];
        var sha256 = await digests.GetAsync(distribution);
        return [.. beside.Select(attestation => (attestation, attestation.Statement.Sha256 == sha256))];
    }

    private static PublishException Leftover(Distribution distribution, string predicateType) => new(
        FailureKind.AttestationMismatch,
        $"An attestation beside {distribution.FileName} ({predicateType}) is of other content than the file has now.",
        "Delete it, or make it again for the file as it is (New-PythonAttestation -Force); -NoAttestation publishes without.") { Target = distribution.File.FullName };
}
