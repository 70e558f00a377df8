using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Secrets;

namespace TrustedPublish.Async;

/// <summary>
/// Who sends a set to an index: the job that this process is, or who brought a token; what it uploads with, and what it can
/// attest.
/// </summary>
internal sealed class PublishingJob : IDisposable
{
    // PyPI verifies entries of Rekor v1 alone (pypi-attestations 0.0.27).
    private const int RekorVersion = 1;

    private readonly HttpTransport _transport;
    private readonly PackageIndex _index;
    private readonly IdentityProviders _providers;
    private readonly PublisherKind? _publisher;
    private readonly IIdentityProvider? _provider;
    private SigstoreTrust? _trust;
    private AttestationSigner? _signer;

    private PublishingJob(HttpTransport transport, PackageIndex index, IdentityProviders providers, PublisherKind? publisher, IIdentityProvider? provider, TokenSource tokens)
    {
        _transport = transport;
        _index = index;
        _providers = providers;
        _publisher = publisher;
        _provider = provider;
        Tokens = tokens;
    }

    /// <summary>What it uploads with.</summary>
    public TokenSource Tokens { get; }

    /// <summary>The one that uploads <paramref name="distributions"/> with <paramref name="token"/>; for null, with one that it mints.</summary>
    /// <exception cref="PublishException">There is no token, and this is no job of a CI system that could get one.</exception>
    public static async Task<PublishingJob> FindAsync(HttpTransport transport, PackageIndex index, PyPIToken? token, IReadOnlyList<Distribution> distributions, CancellationToken stop)
    {
        var providers = JobIdentity.Of(transport);
        var projects = distributions.Select(static distribution => distribution.Metadata.Name).DistinctBy(ProjectName.Normalize).ToList();
        JobTokenMint MintOf(IIdentityProvider provider) => new(transport, index, provider, (secret, cancellation) => LogMask.HideAsync(secret, transport, cancellation))
        {
            Project = projects.Count == 1 ? projects[0] : null,
        };
        if (token is null)
        {
            var provider = await providers.FindAsync(null, stop);
            var mint = MintOf(provider);
            return new PublishingJob(transport, index, providers, PublisherKinds.OfProvider(provider.Name), provider, TokenSource.Minting(index, mint.MintAsync, mint.CanRepeat, transport));
        }

        // A token of this very job may be replaced by another of its own, and its files attested as its own. A token from
        // elsewhere may be somebody else's.
        var given = token.Unwrap(index);
        var issuer = await providers.FindPresentAsync(token.Issuer, stop);
        var renewal = issuer is { CanRepeat: true } ? MintOf(issuer) : null;
        return new PublishingJob(transport, index, providers, given.Identity?.Kind, issuer, TokenSource.Of(given, renewal is null ? null : renewal.MintAsync, transport));
    }

    /// <summary>The attestations that go along with <paramref name="distributions"/>; what is still to be made is made by the Sigstore of <paramref name="sigstore"/>.</summary>
    /// <exception cref="PublishException">
    /// One is required and can't be had, one beside a file can't be used, or the files that name a private Sigstore are none.
    /// </exception>
    public async Task<ReleaseAttestations> AttestationsAsync(AttestationUse use, TrustOptions sigstore, IReadOnlyList<Distribution> distributions, Action<string> warn, CancellationToken cancellationToken)
    {
        if (_provider is not null)
        {
            var trust = _trust = new SigstoreTrust(_transport, sigstore) { Warn = warn };
            Func<CancellationToken, Task<SigstoreDeployment>> deployment = stop => SigstoreDeployment.FindAsync(_transport, trust, RekorVersion, stop);
            // What the user names must be right: it is no passing fault, for which files would go without.
            if (use != AttestationUse.None && (sigstore.TrustedRootFile ?? sigstore.SigningConfigFile) is not null)
            {
                var named = await deployment(cancellationToken);
                deployment = _ => Task.FromResult(named);
            }

            _signer = new AttestationSigner(_transport, deployment, RequestAsync);
        }

        var attestations = new AttestationChoice(use, _index, _publisher, _signer is null ? null : _signer.SignAsync) { Warn = warn }.Read(distributions);
        // A single ID token for the index would be used up before it shows that there is none for Sigstore.
        if (_provider is { CanRepeat: false } && attestations.IsRequired && distributions.Any(attestations.Lacks)) _ = await RequestAsync(cancellationToken);
        return attestations;
    }

    private async Task<IdToken> RequestAsync(CancellationToken cancellationToken)
    {
        var token = await _providers.RequestAsync(_provider!, AttestationSigner.Audience, cancellationToken);
        if (_index.IsPyPI && _publisher?.WhyUnattested(token) is { } why)
            throw new PublishException(FailureKind.AttestationUnsupported, why, "Publish from the workflow that the run begins with, or say -NoAttestation.");
        return token;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        _signer?.Dispose();
        _trust?.Dispose();
    }
}
