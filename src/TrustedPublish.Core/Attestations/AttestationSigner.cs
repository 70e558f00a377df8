using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Sigstore;
using TrustedPublish.Core.Sigstore.Signing;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// Makes attestations that a publisher had files (PEP 740). The first file that needs it gets the ID token and the certificate,
/// and all share them; another certificate follows when that one is about to end. Any number of files may ask side by side.
/// </summary>
/// <param name="transport">The wire.</param>
/// <param name="deployment">Finds the Sigstore to ask; called once.</param>
/// <param name="idToken">
/// Gets an ID token of <see cref="Audience"/>; called once for each certificate. Fulcio takes one token several times, so a CI
/// system that has only one serves as long as that one lasts.
/// </param>
public sealed class AttestationSigner(
    HttpTransport transport, Func<CancellationToken, Task<SigstoreDeployment>> deployment, Func<CancellationToken, Task<IdToken>> idToken) : IDisposable
{
    /// <summary>The audience of ID tokens for Sigstore (fulcio, docs/oidc.md).</summary>
    public const string Audience = AudienceRemedy.Sigstore;

    /// <summary>Files that are signed at a time: each is a request or two that waits, and the log counts what one client has on its way.</summary>
    public const int AtOnce = 8;

    // An entry that comes later than the certificate's end proves nothing, and a log may be slow.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _slots = new(AtOnce, AtOnce);
    private readonly List<EnvelopeSigner> _signers = [];
    private SigstoreDeployment? _deployment;
    private PublishException? _failure;
    private long _failedAt;

    /// <summary>Where an entry of the log can be looked at; null where there is no such page, or nothing was signed yet.</summary>
    public Uri? EntryPage(long logIndex) => _deployment?.Services.EntryPage(logIndex);

    /// <summary>
    /// Gets the certificate, where there is none yet. Nobody needs to ask for it; but what is refused here is refused to every file.
    /// </summary>
    /// <exception cref="PublishException">The CI system or Sigstore refused, and what to change; or an answer did not verify.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => GetAsync(cancellationToken);

    /// <summary>Makes the attestation of a file, by its name and its SHA-256 (hex, lower case).</summary>
    /// <exception cref="PublishException">The CI system or Sigstore refused, and what to change; or an answer did not verify.</exception>
    public async Task<Attestation> SignAsync(string fileName, string sha256, CancellationToken cancellationToken)
    {
        var statement = AttestationStatement.Publish(fileName, sha256);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var signer = await GetAsync(cancellationToken);
            try
            {
                return await SignAsync(signer, statement, cancellationToken);
            }
            catch (PublishException failure) when (failure.Kind == FailureKind.SigningAnswerInvalid && signer.TimeLeft <= TimeSpan.Zero)
            {
                transport.Trace.Verbose($"The certificate ended before the log had {fileName}; it is signed with another one.");
                return await SignAsync(await GetAsync(cancellationToken), statement, cancellationToken);
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Ends the keys.</summary>
    public void Dispose()
    {
        foreach (var signer in _signers) signer.Dispose();
        _gate.Dispose();
        _slots.Dispose();
    }

    private static async Task<Attestation> SignAsync(EnvelopeSigner signer, byte[] statement, CancellationToken cancellationToken) =>
        Attestation.Of(await signer.SignAsync(DsseEnvelope.InTotoType, statement, cancellationToken));

    /// <summary>A signer whose certificate lasts on for a while.</summary>
    private async Task<EnvelopeSigner> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var current = _signers.Count > 0 ? _signers[^1] : null;
            if (current is not null && !current.EndsWithin(Margin)) return current;
            try
            {
                return await StartAsync(cancellationToken);
            }
            catch (PublishException failure) when (current is not null && current.TimeLeft > TimeSpan.Zero)
            {
                // The one at hand may last long enough after all.
                transport.Trace.Verbose($"There is no other certificate yet, so this one is used on: {failure.Message}");
                return current;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<EnvelopeSigner> StartAsync(CancellationToken cancellationToken)
    {
        // What was refused to one file is refused to the next, and files that waited for a service that is out of order don't each
        // wait for it anew.
        var clock = transport.Options.TimeProvider;
        if (_failure is not null && (!_failure.IsTransient || clock.GetElapsedTime(_failedAt) < transport.Options.MaximumRetryDelay)) throw _failure;
        try
        {
            _deployment ??= await deployment(cancellationToken);
            var token = await idToken(cancellationToken);
            token.Check(Audience, clock.GetUtcNow());
            var signer = await EnvelopeSigner.StartAsync(transport, _deployment.Services, _deployment.Verifier, token, cancellationToken);
            _signers.Add(signer);
            _failure = null;
            return signer;
        }
        catch (PublishException failure)
        {
            (_failure, _failedAt) = (failure, clock.GetTimestamp());
            throw;
        }
    }
}
