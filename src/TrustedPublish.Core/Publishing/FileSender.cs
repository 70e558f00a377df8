using System.Text;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// One file's way to the index, for as many at a time as the options allow: digest, token, upload; a fresh token where the
/// index says that the old one has ended; the index's word where it says "already exists" to a second try.
/// </summary>
internal sealed class FileSender(
    HttpTransport transport, PublishOptions options, TokenSource tokens, FileDigests digests, TransferMeter meter, CancellationToken cancellationToken) : IDisposable
{
    // A token that has ended before its first use is no better the third time: a clock is wrong.
    private const int MostRenewals = 2;

    private readonly Upload _upload = new(transport);
    private readonly SemaphoreSlim _slots = new(options.ThrottleLimit, options.ThrottleLimit);
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.Budget.Token);

    // What keeps every file of a project, or of the set (""), from being sent.
    private readonly Dictionary<string, PublishException> _obstacles = [];

    /// <summary>Gets the token, and the attestations that are required, so that where there is none the whole run fails and not each file.</summary>
    /// <exception cref="PublishException">Why there is none; nothing was sent.</exception>
    public async Task PrepareAsync(IReadOnlyList<Distribution> set)
    {
        try
        {
            await tokens.GetAsync(meter.Estimate(set[0]), _stopping.Token);
            // Not before there is a token: what is signed stands in a public log for ever.
            await options.Attestations.RequireAsync(set, digests).WaitAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (IsOutOfTime)
        {
            throw options.Budget.Failure("not all was ready for the first file yet, and nothing was sent");
        }
    }

    /// <summary>Sends one file when it is its turn; whatever happens to it is in the result.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<FileResult> SendAsync(Distribution distribution)
    {
        var clock = transport.Options.TimeProvider;
        var start = clock.GetTimestamp();
        var attempts = 0;
        string? sha256 = null;
        IReadOnlyList<Attestation> attestations = [];
        PublishException? error = null;
        try
        {
            sha256 = await digests.GetAsync(distribution).WaitAsync(_stopping.Token);
            // Outside the slot: while one waits for its log entry, others are sent.
            if (Obstacle(distribution) is null) attestations = await options.Attestations.GetAsync(distribution, digests).WaitAsync(_stopping.Token);
            await _slots.WaitAsync(_stopping.Token);
            try
            {
                start = clock.GetTimestamp();
                if (Obstacle(distribution) is { } obstacle) throw NotSent(distribution, obstacle);
                await SendAsync(distribution, sha256, attestations, () => attempts++, () => attempts);
                transport.Trace.Verbose($"Published {distribution.FileName}.");
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (PublishException exception)
        {
            // Which file it was is what a script asks; the address stands in the message.
            error = (exception.Kind is FailureKind.ConnectionFailed or FailureKind.TimedOut && attempts > 0 ? Unconfirmed(distribution, exception, attempts) : exception).About(distribution.File.FullName);
            Remember(distribution, exception);
        }
        catch (OperationCanceledException) when (IsOutOfTime)
        {
            error = options.Budget.Failure($"{distribution.FileName} was not through").About(distribution.File.FullName);
        }

        meter.End(distribution, isMeasured: error is null);
        return new FileResult(distribution, tokens.Index, error is null ? FileStatus.Published : FileStatus.Failed, sha256, attempts, clock.GetElapsedTime(start), error) { Attestations = error is null ? attestations : [] };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _stopping.Dispose();
    }

    private bool IsOutOfTime => options.Budget.IsOver && !cancellationToken.IsCancellationRequested;

    private async Task SendAsync(Distribution distribution, string sha256, IReadOnlyList<Attestation> attestations, Action attempting, Func<int> attempts)
    {
        var token = await tokens.GetAsync(meter.Estimate(distribution), _stopping.Token);
        transport.Trace.Verbose($"Uploading {distribution.FileName} ({distribution.Size} bytes, SHA-256 {sha256}) to {token.Index}.");
        for (var renewals = 0; ; renewals++)
        {
            try
            {
                await _upload.SendAsync(
                    token,
                    distribution,
                    sha256,
                    attestations.Count == 0 ? null : $"[{string.Join(',', attestations.Select(static attestation => Encoding.UTF8.GetString(attestation.Json.Span)))}]",
                    () =>
                    {
                        attempting();
                        meter.Begin(distribution);
                    },
                    sent => meter.Sent(distribution, sent),
                    _stopping.Token);
                return;
            }
            catch (PublishException exception) when (exception.Kind == FailureKind.TokenExpired && renewals < MostRenewals)
            {
                if (await tokens.RenewAsync(token, _stopping.Token) is not { } fresh)
                {
                    Obstruct("", exception);
                    throw;
                }

                token = fresh;
            }
            catch (PublishException exception) when (exception.Kind == FailureKind.UploadUnconfirmed || (exception.Kind is FailureKind.FileAlreadyExists or FailureKind.NameConflict && attempts() > 1))
            {
                // The try before may have been stored and its answer lost. PyPI answers 200 then; other indexes refuse. What
                // is no index's answer says nothing either way. The list of files knows.
                if (!await ExistingFiles.IsThereAsync(transport, token.Index, distribution, sha256, _stopping.Token)) throw;
                transport.Trace.Verbose($"{token.Index} has {distribution.FileName} with the same SHA-256: it has arrived.");
                return;
            }
        }
    }

    private PublishException? Obstacle(Distribution distribution)
    {
        lock (_obstacles) return _obstacles.GetValueOrDefault("") ?? _obstacles.GetValueOrDefault(ProjectName.Normalize(distribution.Metadata.Name));
    }

    private void Remember(Distribution distribution, PublishException exception)
    {
        var scope = exception.Kind switch
        {
            // The token, the address or the index itself: the same for every file.
            FailureKind.CredentialRefused or FailureKind.TokenRefused or FailureKind.PasswordRefused
                or FailureKind.AccountNotVerified or FailureKind.ReadOnlyIndex or FailureKind.UploadsDisabled
                or FailureKind.WrongUploadAddress or FailureKind.RedirectRefused or FailureKind.TlsFailed
                // Sigstore, where there must be an attestation.
                or FailureKind.AttestationUnsupported or FailureKind.SigningRefused or FailureKind.SigningAnswerInvalid or FailureKind.TrustUpdateRefused => "",
            FailureKind.TokenForOtherProject or FailureKind.ProjectCreationRefused => ProjectName.Normalize(distribution.Metadata.Name),
            _ => null,
        };
        if (scope is not null) Obstruct(scope, exception);
    }

    private void Obstruct(string scope, PublishException exception)
    {
        lock (_obstacles) _obstacles.TryAdd(scope, exception);
    }

    private static PublishException Unconfirmed(Distribution distribution, PublishException exception, int attempts) => new(
        exception.Kind,
        $"{distribution.FileName} was sent {attempts} time{(attempts == 1 ? "" : "s")} without an answer, so whether it has arrived is not known: {exception.Message}",
        "Publish again: an index takes the same file twice, and with -SkipExisting what has arrived is not sent. -MaximumRetryCount tries longer. If nothing gets through at all, check the network between (DNS, firewall, HTTPS_PROXY).",
        exception) { Status = exception.Status, IsTransient = true };

    private static PublishException NotSent(Distribution distribution, PublishException obstacle) =>
        new(obstacle.Kind, $"{distribution.FileName} was not sent: what kept a file before it from being published holds for it too. {obstacle.Message}", obstacle.Remedy, obstacle) { Status = obstacle.Status };
}
