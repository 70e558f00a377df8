using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// Mints API tokens as the CI job that this process runs in: the index's audience, an ID token for it, the exchange.
/// <paramref name="hide"/> is handed each token before anybody else has it.
/// </summary>
public sealed class JobTokenMint(HttpTransport transport, PackageIndex index, IIdentityProvider provider, Func<Secret, CancellationToken, Task> hide)
{
    private string? _audience;

    /// <summary>What shall be published, to name it when the exchange is refused; null where it is more than one project.</summary>
    public string? Project { get; init; }

    /// <summary>Whether more than one can be had in a job.</summary>
    public bool CanRepeat => provider.CanRepeat;

    /// <summary>A fresh token.</summary>
    /// <exception cref="Failures.PublishException">The CI system or the index refused, and what to change.</exception>
    public async Task<ApiToken> MintAsync(CancellationToken cancellationToken)
    {
        _audience ??= await new AudienceDiscovery(transport).GetAsync(index, cancellationToken);
        var token = await new TokenExchange(transport) { Project = Project }.MintAsync(index, provider, _audience, null, cancellationToken);
        await hide(token.Value, cancellationToken);
        return token;
    }
}
