using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// The token that a run uploads with: one that was given, or one that is minted when the first file needs it. Before it
/// ends it is replaced by a fresh one, where the CI system gives more than one ID token.
/// </summary>
public sealed class TokenSource : IDisposable
{
    // An answer may be late, and the clocks of two machines differ.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private readonly Func<CancellationToken, Task<ApiToken>>? _mint;
    private readonly bool _canRenew;
    private readonly HttpTransport _transport;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<ApiToken> _minted = [];
    private ApiToken? _current;
    private TimeSpan? _lifetime;
    private PublishException? _failure;
    private long _failedAt;

    private TokenSource(PackageIndex index, ApiToken? given, Func<CancellationToken, Task<ApiToken>>? mint, bool canRenew, HttpTransport transport)
    {
        Index = index;
        _current = given;
        _mint = mint;
        _canRenew = canRenew;
        _transport = transport;
    }

    /// <summary>The index that the token is for.</summary>
    public PackageIndex Index { get; }

    /// <summary>Every token that was minted here, in order: who minted them revokes them.</summary>
    public IReadOnlyList<ApiToken> Minted
    {
        get
        {
            lock (_minted) return [.. _minted];
        }
    }

    /// <summary>A token that the user brought. <paramref name="mint"/> replaces it before it ends; null where nothing can.</summary>
    public static TokenSource Of(ApiToken given, Func<CancellationToken, Task<ApiToken>>? mint, HttpTransport transport) =>
        new(given.Index, given, mint, mint is not null, transport);

    /// <summary>Tokens that <paramref name="mint"/> gets: one, or, with <paramref name="canRepeat"/>, as many as it takes.</summary>
    public static TokenSource Minting(PackageIndex index, Func<CancellationToken, Task<ApiToken>> mint, bool canRepeat, HttpTransport transport) =>
        new(index, null, mint, canRepeat, transport);

    /// <summary>A token that lasts for what is about to be sent, as far as that can be known.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.TokenTooShort"/>: it ends before, and no fresh one can be had; or why none could be minted.
    /// </exception>
    public async Task<ApiToken> GetAsync(TransferEstimate estimate, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is null) return await MintAsync(cancellationToken);
            if (_current.ExpiresAt is not { } end) return _current;
            var left = end - _transport.Options.TimeProvider.GetUtcNow();
            if (!_canRenew) return left > (estimate.File ?? TimeSpan.Zero) ? _current : throw TooShort(left, estimate);

            // Not where a fresh token would last hardly longer, as for a file that no token lasts for.
            var needed = Margin + ((estimate.File ?? TimeSpan.Zero) * 2);
            if (left >= needed || (_lifetime is { } lifetime && left > lifetime * 0.9)) return _current;
            _transport.Trace.Verbose($"The API token ends in {Describe(left)}; getting a fresh one.");
            try
            {
                return await MintAsync(cancellationToken);
            }
            catch (PublishException failure) when (left > TimeSpan.Zero)
            {
                // The one at hand may last long enough after all.
                _transport.Trace.Verbose($"There is no fresh token yet, so this one is used on: {failure.Message}");
                return _current;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Another token after the index said that <paramref name="ended"/> has ended; null where none can be had.</summary>
    /// <exception cref="PublishException">Why none could be minted.</exception>
    public async Task<ApiToken?> RenewAsync(ApiToken ended, CancellationToken cancellationToken)
    {
        if (!_canRenew) return null;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Of the files that run side by side, the first renews it for all.
            if (!ReferenceEquals(_current, ended)) return _current;
            _transport.Trace.Verbose("The index says that the API token has ended; getting a fresh one.");
            return await MintAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<ApiToken> MintAsync(CancellationToken cancellationToken)
    {
        // What was refused once is refused to the next file too; and files that waited for a mint that was out of order
        // don't each wait for it anew.
        var clock = _transport.Options.TimeProvider;
        if (_failure is not null && (!_failure.IsTransient || clock.GetElapsedTime(_failedAt) < _transport.Options.MaximumRetryDelay)) throw _failure;
        try
        {
            var token = await _mint!(cancellationToken);
            lock (_minted) _minted.Add(token);
            _lifetime = token.ExpiresAt - clock.GetUtcNow();
            _failure = null;
            return _current = token;
        }
        catch (PublishException failure)
        {
            (_failure, _failedAt) = (failure, clock.GetTimestamp());
            throw;
        }
    }

    private static PublishException TooShort(TimeSpan left, TransferEstimate estimate)
    {
        var rest = $"{estimate.FilesLeft} file{(estimate.FilesLeft == 1 ? "" : "s")} of {estimate.BytesLeft / 1e6:0.#} MB {(estimate.FilesLeft == 1 ? "is" : "are")} left to send";
        var need = estimate.Set is { } set ? $", which take{(estimate.FilesLeft == 1 ? "s" : "")} about {Describe(set)} at the speed so far" : "";
        return new PublishException(
            FailureKind.TokenTooShort,
            left > TimeSpan.Zero ? $"The API token ends in {Describe(left)}; {rest}{need}." : $"The API token has ended; {rest}{need}.",
            "An API token lives 15 minutes, and this job can't get a second one. Mint it right before uploading, and publish large sets from several jobs; a job that runs again sends only what is missing (-SkipExisting).");
    }

    private static string Describe(TimeSpan span) => span.TotalSeconds < 120 ? $"{Math.Max(0, Math.Floor(span.TotalSeconds)):0} s" : $"{span.TotalMinutes:0} min";
}
