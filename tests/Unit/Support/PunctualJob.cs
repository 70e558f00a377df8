using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Unit.Support;

/// <summary>A job whose ID tokens begin now by this machine's clock, however far the index's is ahead.</summary>
internal sealed class PunctualJob(Wire wire) : IIdentityProvider
{
    public string Name => "Test";

    public bool CanRepeat => true;

    public Task<Presence> LookAsync(CancellationToken cancellationToken) => Task.FromResult(new Presence(true, "a test"));

    public Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken) => Task.FromResult(IdToken.Read(
        Name,
        new Secret(wire.Stage.IssueIdToken(audience, static claims => claims["iat"] = claims["nbf"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()))));
}
