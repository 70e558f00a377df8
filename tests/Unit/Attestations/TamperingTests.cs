using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Unit.Attestations;

/// <summary>A real attestation that was tampered with, in whatever way, is refused; and for what was done to it, not by chance.</summary>
public sealed class TamperingTests
{
    private const string GitHub = $"{RealAttestations.GitHubFile}.publish.attestation";
    private const string Google = $"{RealAttestations.GoogleFile}.publish.attestation";

    public static TheoryData<string> Names => [.. Tamperings.OfAny.Keys, .. Tamperings.OfPromise.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_refused(string name)
    {
        Assert.NotEqual(Check(RealAttestations.Json(GitHub), RealAttestations.GitHubFile, RealAttestations.GitHubSha256), Check(Tamperings.Apply(name, RealAttestations.Json(GitHub), RealAttestations.Json(Google)), RealAttestations.GitHubFile, RealAttestations.GitHubSha256));
        Assert.NotEqual(Check(RealAttestations.Json(Google), RealAttestations.GoogleFile, RealAttestations.GoogleSha256), Check(Tamperings.Apply(name, RealAttestations.Json(Google), RealAttestations.Json(GitHub)), RealAttestations.GoogleFile, RealAttestations.GoogleSha256));
    }

    /// <summary>What fails is the check that the tampering is about, where no earlier one is touched.</summary>
    [Theory]
    [InlineData("signature: a bit is turned", "Signature: ")]
    [InlineData("certificate: the log's timestamp is changed", "Certificate: ")]
    [InlineData("certificate: another one that is valid", "Certificate: ")]
    [InlineData("entry: another number in the log", "Log's timestamp (SET): ")]
    [InlineData("entry: another log", "Log entry: ")]
    [InlineData("entry: another kind", "Log entry: ")]
    [InlineData("proof: another root", "Inclusion proof: ")]
    [InlineData("proof: a hash is missing", "Inclusion proof: ")]
    [InlineData("proof: another size of the tree", "Inclusion proof: ")]
    [InlineData("checkpoint: another size", "Checkpoint: ")]
    [InlineData("checkpoint: another key's hint", "Checkpoint: ")]
    [InlineData("checkpoint: the log's signature is changed", "Checkpoint: ")]
    [InlineData("time: a second later", "Log's timestamp (SET): ")]
    [InlineData("promise: there is none", "Time of the signature: ")]
    public void The_failure_names_the_check(string name, string check) =>
        Assert.StartsWith($"AttestationInvalid {check}", Check(Tamperings.Apply(name, RealAttestations.Json(GitHub), RealAttestations.Json(Google)), RealAttestations.GitHubFile, RealAttestations.GitHubSha256), StringComparison.Ordinal);

    /// <summary>What came of it: <c>Verified</c>, or the failure.</summary>
    private static string Check(byte[] json, string file, string sha256)
    {
        try
        {
            return new AttestationCheck(RealAttestations.Verifier, null).Run(Attestation.Read(json, "it"), file, sha256).Failure is { } failure ? $"{failure.Kind} {failure.Message}" : "Verified";
        }
        catch (PublishException failure)
        {
            return $"{failure.Kind} {failure.Message}";
        }
    }
}
