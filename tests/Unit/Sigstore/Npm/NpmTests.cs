using System.Globalization;
using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;
using TrustedPublish.Unit.Attestations;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Npm;

/// <summary>Against Sigstore's own mocks, and held to Sigstore's own verifier.</summary>
public sealed class NpmTests
{
    private const int Files = 20;

    // The mock's trees have one entry each, and so no path to the root.
    private static readonly string[] NeedHashes = ["proof: a hash is changed", "proof: a hash is missing"];

    // @sigstore/verify takes the tree's size and root from the checkpoint alone, which is signed; what stands beside it may differ.
    private static readonly string[] AcceptedByNpm = ["proof: another root", "proof: another size of the tree"];

    // An entry's number in a v2 log stands in the proof too, which is what it goes by.
    private static readonly string[] AcceptedByNpmOfSecondLog = ["entry: another number in the log", .. AcceptedByNpm];

    private static readonly string Sha256 = new('a', 64);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Twenty_files_cost_one_certificate_and_twenty_entries_and_Sigstore_s_verifier_accepts_each(int rekorVersion)
    {
        await using var mock = await MockSigstore.StartAsync();
        var attestations = await SignAsync(mock, rekorVersion, Files);
        Assert.All(await NpmVerifier.VerifyAsync(mock.TrustedRoot, attestations.Select(static attestation => attestation.Json)), Assert.Null);

        var expected = new Dictionary<string, int> { ["POST /api/v2/signingCert"] = 1, [$"POST /api/v{rekorVersion}/log/entries"] = Files };
        if (rekorVersion == 2) expected["POST /api/v1/timestamp"] = Files;
        Assert.Equal(
            expected.OrderBy(static count => count.Key, StringComparer.Ordinal),
            (await mock.RequestsAsync()).OrderBy(static count => count.Key, StringComparer.Ordinal));

        var verifier = Verifier(mock);
        Assert.All(attestations, attestation =>
        {
            var verified = verifier.Verify(Attestation.Read(attestation.Json, "test").Signed);
            Assert.Equal("https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1", verified.Certificate.Identity);
            Assert.Equal("https://token.actions.githubusercontent.com", verified.Certificate.Issuer);
        });
        Assert.Equal(Enumerable.Range(0, Files).Select(static number => (Name(number), Sha256)), attestations.Select(static attestation => (attestation.Statement.FileName, attestation.Statement.Sha256)));
    }

    [Fact]
    public async Task Another_Sigstore_s_attestation_is_accepted_by_neither()
    {
        await using var mock = await MockSigstore.StartAsync();
        await using var other = await MockSigstore.StartAsync();
        var attestation = Assert.Single(await SignAsync(mock, 1, 1));
        Assert.NotNull(Assert.Single(await NpmVerifier.VerifyAsync(other.TrustedRoot, [attestation.Json])));
        Assert.Throws<PublishException>(() => Verifier(other).Verify(attestation.Signed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_tampered_with_is_rejected_by_both(int rekorVersion)
    {
        await using var mock = await MockSigstore.StartAsync();
        var one = Assert.Single(await SignAsync(mock, rekorVersion, 1)).Json;
        // The second of two: the first one's file is the same.
        var other = (await SignAsync(mock, rekorVersion, 2))[1].Json;
        var tampered = Tamperings.OfAny.Concat(rekorVersion == 1 ? Tamperings.OfPromise : Tamperings.OfTimestamp).Select(static entry => entry.Key)
            .Where(static name => !NeedHashes.Contains(name))
            .Select(name => (Name: name, Json: Tamperings.Apply(name, one, other)))
            .ToList();

        var verifier = Verifier(mock);
        Assert.All(tampered, attestation => Assert.Throws<PublishException>(() => verifier.Verify(Attestation.Read(attestation.Json, "test").Signed)));
        var verdicts = await NpmVerifier.VerifyAsync(mock.TrustedRoot, tampered.Select(static attestation => (ReadOnlyMemory<byte>)attestation.Json));
        Assert.Equal(
            rekorVersion == 1 ? AcceptedByNpm : AcceptedByNpmOfSecondLog,
            tampered.Zip(verdicts).Where(static verdict => verdict.Second is null).Select(static verdict => verdict.First.Name).Order(StringComparer.Ordinal));
        Assert.True(verdicts.Count(static verdict => verdict is not null) >= 15);
    }

    private static async Task<IReadOnlyList<Attestation>> SignAsync(MockSigstore mock, int rekorVersion, int files)
    {
        using var transport = new QuickTransport();
        var deployment = new SigstoreDeployment(
            SigningConfig.Parse(MockSigstore.Bytes(mock.SigningConfig), "mock").Choose(rekorVersion, TimeProvider.System.GetUtcNow()),
            Verifier(mock));
        var tokens = 0;
        using var signer = new AttestationSigner(
            transport.Wire,
            _ => Task.FromResult(deployment),
            _ =>
            {
                Interlocked.Increment(ref tokens);
                return Task.FromResult(Token());
            });
        var attestations = await Task.WhenAll(Enumerable.Range(0, files).Select(number => signer.SignAsync(Name(number), Sha256, Stop)));
        Assert.Equal(1, tokens);
        return attestations;
    }

    private static EnvelopeVerifier Verifier(MockSigstore mock) => new(TrustedRoot.Parse(MockSigstore.Bytes(mock.TrustedRoot), "mock"));

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"sampleproject-1.0.{number}.tar.gz");

    private static IdToken Token() => IdToken.Read("GitHubActions", new Secret(Jwt.With(
        """
        {"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo-org/sampleproject","aud":"sigstore","exp":4102444800,"repository":"octo-org/sampleproject",
        "repository_owner":"octo-org","ref":"refs/tags/v1","sha":"0123456789012345678901234567890123456789","event_name":"release","run_id":"1","run_attempt":"1",
        "job_workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1","workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1"}
        """)));
}
