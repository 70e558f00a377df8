using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>A CI system whose ID tokens are hidden in the job's log before anybody has them.</summary>
internal sealed class HiddenTokens(IIdentityProvider system, Func<Secret, CancellationToken, Task> hide) : IIdentityProvider
{
    public string Name => system.Name;

    public bool CanRepeat => system.CanRepeat;

    public Task<Presence> LookAsync(CancellationToken cancellationToken) => system.LookAsync(cancellationToken);

    public async Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken)
    {
        var idToken = await system.RequestAsync(audience, cancellationToken);
        await hide(idToken.Value, cancellationToken);
        return idToken;
    }
}
