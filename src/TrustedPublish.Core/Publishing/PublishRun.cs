using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// A set on its way to one index, from the question what is there already to the end of its tokens.
/// </summary>
public sealed class PublishRun(HttpTransport transport, TokenSource tokens)
{
    // When the run is cancelled its tokens are still revoked, if that goes quickly: nobody waits longer for a prompt.
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(500);

    /// <summary>Uploads at a time.</summary>
    public int ThrottleLimit { get; init; } = PublishOptions.DefaultThrottleLimit;

    /// <summary>Whether files that the index has already are passed over, and others of their names are found before anything is sent.</summary>
    public bool SkipExisting { get; init; }

    /// <summary>What goes along with the files; it is disposed with the run.</summary>
    public ReleaseAttestations Attestations { get; init; } = ReleaseAttestations.None;

    /// <summary>A token that the user brought and wants to end with the run.</summary>
    public ApiToken? RevokeToo { get; init; }

    /// <summary>The time for the whole run.</summary>
    public TimeBudget Budget { get; init; } = TimeBudget.Unlimited;

    /// <summary>Told how far it is, often, from any thread.</summary>
    public Action<UploadProgress> Progress { get; init; } = static _ => { };

    /// <summary>Told what went wrong without harm to the release.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Sends <paramref name="distributions"/>; <paramref name="done"/> is told each file's end as it comes, from any thread.</summary>
    /// <returns>
    /// What keeps the set back: files whose names the index has with other content, and attestations of other content. Where there
    /// is one, nothing was sent.
    /// </returns>
    /// <exception cref="PublishException">There is no token to upload with, or the index can't be asked; nothing was sent.</exception>
    public async Task<IReadOnlyList<PublishException>> PublishAsync(IReadOnlyList<Distribution> distributions, Action<FileResult> done, CancellationToken cancellationToken)
    {
        using var digestsEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Budget.Token);
        await using var digests = new FileDigests(digestsEnd.Token);
        try
        {
            var existing = SkipExisting ? await FindExistingAsync(distributions, digests, digestsEnd.Token, cancellationToken) : ExistingFiles.None;
            if (existing.Conflicts.Count > 0) return existing.Conflicts;
            if (await FindLeftoversAsync([.. distributions.Where(distribution => !existing.Identical.Contains(distribution))], digests, cancellationToken) is { Count: > 0 } leftovers) return leftovers;
            await new Publisher(transport, new PublishOptions { ThrottleLimit = ThrottleLimit, Budget = Budget, Existing = existing, Attestations = Attestations })
                .PublishAsync(tokens, distributions, digests, Progress, done, cancellationToken);
            return [];
        }
        finally
        {
            await digestsEnd.CancelAsync();
            await Attestations.DisposeAsync();
            await RevokeAsync(cancellationToken);
        }
    }

    private Task<ExistingFiles> FindExistingAsync(IReadOnlyList<Distribution> distributions, FileDigests digests, CancellationToken inTime, CancellationToken cancellationToken)
    {
        digests.Begin(distributions);
        return InTimeAsync(() => ExistingFiles.FindAsync(transport, tokens.Index, distributions, digests, inTime), "what the index has already was not known yet", cancellationToken);
    }

    private Task<IReadOnlyList<PublishException>> FindLeftoversAsync(IReadOnlyList<Distribution> missing, FileDigests digests, CancellationToken cancellationToken) =>
        InTimeAsync(() => Attestations.FindLeftoversAsync(missing, digests), "whether the attestations are of these files was not known yet", cancellationToken);

    private async Task<T> InTimeAsync<T>(Func<Task<T>> work, string otherwise, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (Budget.IsOver && !cancellationToken.IsCancellationRequested)
        {
            throw Budget.Failure($"{otherwise}, and nothing was sent");
        }
    }

    /// <summary>What was minted here ends here; what the user brought is the user's.</summary>
    private async Task RevokeAsync(CancellationToken cancellationToken)
    {
        var now = transport.Options.TimeProvider.GetUtcNow();
        using var lastMoment = new CancellationTokenSource();
        await using var stop = cancellationToken.Register(() => lastMoment.CancelAfter(LastMoment));
        await using var over = Budget.Token.Register(() => lastMoment.CancelAfter(LastMoment));
        foreach (var token in tokens.Minted.Concat(RevokeToo is null ? [] : [RevokeToo]).Where(token => token.ExpiresAt is not { } end || end > now))
        {
            try
            {
                await new TokenRevocation(transport).RevokeAsync(token, lastMoment.Token);
            }
            catch (PublishException failure)
            {
                Warn($"The API token was not revoked: {failure.Message}");
            }
            catch (OperationCanceledException) when (lastMoment.IsCancellationRequested)
            {
                Warn("The API token was not revoked, because the run had to end; it ends by itself within minutes.");
                return;
            }
        }
    }
}
