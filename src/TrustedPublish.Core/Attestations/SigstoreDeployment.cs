using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Core.Attestations;

/// <summary>The Sigstore that attestations are made with: whom to ask, and what its answers are held to.</summary>
/// <param name="Services">The services to sign with.</param>
/// <param name="Verifier">Verifies what they answer, by the deployment's trusted root.</param>
public sealed record SigstoreDeployment(SigningServices Services, EnvelopeVerifier Verifier)
{
    /// <summary>The one of that trust, with a log of version <paramref name="rekorVersion"/>, 1 or 2.</summary>
    /// <exception cref="PublishException">
    /// Its trusted root or its signing configuration could not be had (<see cref="SigstoreTrust.TrustedRootAsync"/>), or is none:
    /// <see cref="FailureKind.TrustedRootInvalid"/>, <see cref="FailureKind.SigningConfigInvalid"/>.
    /// </exception>
    public static async Task<SigstoreDeployment> FindAsync(HttpTransport transport, SigstoreTrust trust, int rekorVersion, CancellationToken cancellationToken)
    {
        trust.RefuseHalf();
        var clock = transport.Options.TimeProvider;
        var root = TrustedRoot.Parse(await trust.TrustedRootAsync(cancellationToken), trust.TrustedRootSource);
        var config = SigningConfig.Parse(await trust.SigningConfigAsync(rekorVersion, cancellationToken), trust.SigningConfigSource(rekorVersion));
        return new SigstoreDeployment(config.Choose(rekorVersion, clock.GetUtcNow()), new EnvelopeVerifier(root, clock));
    }
}
