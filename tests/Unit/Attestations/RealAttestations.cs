using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;
using TrustedPublish.Unit.Sigstore;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Attestations;

/// <summary>
/// Attestations that stand on PyPI, and one of Sigstore's staging (Data/attestations/README.md). The files that they are of are
/// public, but not here: the digest of each stands in the tests as PyPI shows it.
/// </summary>
internal static class RealAttestations
{
    public const string GitHubFile = "pypi_attestations-0.0.19.tar.gz";
    public const string GitHubSha256 = "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3";
    public const string GoogleFile = "sampleproject-3.0.0.tar.gz";
    public const string GoogleSha256 = "117ed88e5db073bb92969a7545745fd977ee85b7019706dd256a64058f70963d";
    public const string StagingFile = "rfc8785-0.1.2-py3-none-any.whl";

    /// <summary>Holds to Sigstore's public trusted root.</summary>
    public static EnvelopeVerifier Verifier { get; } = new(Root("public"));

    public static TrustedRoot Root(string name) => Bundle.Root(name);

    /// <summary>The JSON of one, by its file's name.</summary>
    public static byte[] Json(string name) => File.ReadAllBytes(Repository.Path($"tests/Unit/Data/attestations/{name}"));

    public static Attestation Read(string name) => Attestation.Read(Json(name), name);
}
