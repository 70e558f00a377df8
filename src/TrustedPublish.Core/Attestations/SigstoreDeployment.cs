using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Core.Attestations;

/// <summary>The Sigstore that attestations are made with: whom to ask, and what its answers are held to.</summary>
/// <param name="Services">The services to sign with.</param>
/// <param name="Verifier">Verifies what they answer, by the deployment's trusted root.</param>
public sealed record SigstoreDeployment(SigningServices Services, EnvelopeVerifier Verifier);
