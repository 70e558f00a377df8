using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Sigstore.Verification;

namespace TrustedPublish.Unit.Attestations;

/// <summary>Attestations that stand on PyPI, held to Sigstore's public trusted root, to their files and to publishers.</summary>
public sealed class AttestationCheckTests
{
    private const string GitHub = $"{RealAttestations.GitHubFile}.publish.attestation";
    private const string Provenance = $"{RealAttestations.GitHubFile}.slsa.attestation";
    private const string Google = $"{RealAttestations.GoogleFile}.publish.attestation";
    private const string Staging = $"{RealAttestations.StagingFile}.publish.attestation";

    [Theory]
    [InlineData(GitHub, AttestationStatement.PublishType, "2024-12-04T23:14:01Z", 153454663)]
    [InlineData(Provenance, AttestationStatement.ProvenanceType, "2024-12-04T23:13:46Z", 153454647)]
    public void One_of_a_GitHub_workflow_holds(string name, string predicate, string signedAt, long logIndex)
    {
        var report = new AttestationCheck(RealAttestations.Verifier, null).Run(RealAttestations.Read(name), RealAttestations.GitHubFile, RealAttestations.GitHubSha256);
        Assert.Null(report.Failure);
        Assert.Equal(predicate, report.Attestation.Statement.PredicateType);
        Assert.Equal(DateTimeOffset.Parse(signedAt, System.Globalization.CultureInfo.InvariantCulture), report.Envelope!.SignedAt);
        Assert.Equal(logIndex, report.Envelope.LogIndex);
        Assert.Equal("GitHub Actions: trailofbits/pypi-attestations, release.yml", report.Publisher!.Words);
        Assert.Equal("https://github.com/trailofbits/pypi-attestations", report.Publisher.Repository);
        Assert.Equal("08802efe1f8e5fec4ad842d6b8ce97656092ee72", report.Publisher.Commit);
        Assert.Equal("refs/tags/v0.0.19", report.Publisher.GitRef);
    }

    [Fact]
    public void One_of_a_Google_service_account_holds()
    {
        var report = new AttestationCheck(RealAttestations.Verifier, Expect("google", ("email", "919436158236-compute@developer.gserviceaccount.com"))).Run(RealAttestations.Read(Google), RealAttestations.GoogleFile, RealAttestations.GoogleSha256.ToUpperInvariant());
        Assert.Null(report.Failure);
        Assert.Null(report.Publisher!.Workflow);
    }

    [Fact]
    public void One_of_another_deployment_needs_that_ones_root()
    {
        var attestation = RealAttestations.Read(Staging);
        var refused = new AttestationCheck(RealAttestations.Verifier, null).Run(attestation, RealAttestations.StagingFile, attestation.Statement.Sha256);
        Assert.Equal(FailureKind.AttestationInvalid, refused.Failure!.Kind);
        Assert.Contains("-TrustedRoot", refused.Failure.Remedy, StringComparison.Ordinal);
        // Who it says has signed is not shown where nothing proves it.
        Assert.Null(refused.Publisher);
        Assert.Null(new AttestationCheck(new EnvelopeVerifier(RealAttestations.Root("staging")), null).Run(attestation, RealAttestations.StagingFile, attestation.Statement.Sha256).Failure);
    }

    [Fact]
    public void Another_files_content_is_a_mismatch()
    {
        var failure = Run(RealAttestations.GitHubFile, new string('0', 64)).Failure!;
        Assert.Equal(FailureKind.AttestationMismatch, failure.Kind);
        Assert.Contains(RealAttestations.GitHubSha256, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pypi_attestations-0.0.19.tar.gz", true)]
    [InlineData("PyPI.Attestations-0.0.19.tar.gz", true)]
    [InlineData("pypi_attestations-0.0.20.tar.gz", false)]
    [InlineData("pypi_attestation-0.0.19.tar.gz", false)]
    [InlineData("pypi_attestations-0.0.19-py3-none-any.whl", false)]
    public void Names_are_compared_as_the_index_does(string fileName, bool isSame) =>
        Assert.Equal(isSame, Run(fileName, RealAttestations.GitHubSha256).Failure is null);

    [Theory]
    [InlineData("demo-1.0-1-py2.py3-none-any.whl", "Demo-1.0.0-01-py3.py2-none-any.whl", true)]
    [InlineData("demo-1.0-py3-none-any.whl", "demo-1.0-1-py3-none-any.whl", false)]
    [InlineData("demo-1.0-1a-py3-none-any.whl", "demo-1.0-1b-py3-none-any.whl", false)]
    [InlineData("demo-1.0-cp312-cp312-win_amd64.whl", "demo-1.0-cp312-cp312-win_arm64.whl", false)]
    [InlineData("demo-1.0-cp312-abi3-win_amd64.whl", "demo-1.0-cp312-cp312-win_amd64.whl", false)]
    [InlineData("demo.txt", "demo-1.0-py3-none-any.whl", false)]
    public void Wheels_are_told_apart_by_all_that_their_names_say(string subject, string fileName, bool isSame) =>
        Assert.Equal(isSame, SubjectName.IsSame(subject, DistributionFileName.Parse(fileName)));

    [Fact]
    public void The_publisher_that_was_expected_is_accepted() => Assert.Null(Run(
        Expect("github", ("owner", "trailofbits"), ("repository", "pypi-attestations"), ("workflow_filename", "release.yml"), ("environment", "release")) with { GitRef = "refs/tags/v0.0.19" }).Failure);

    [Theory]
    [InlineData("owner", "someone", "owner 'someone' was expected, the certificate says 'trailofbits'")]
    [InlineData("owner", "TrailOfBits", "upper and lower case alone")]
    [InlineData("repository", "pypi", "repository name 'pypi'")]
    [InlineData("workflow_filename", "Release.yml", "workflow 'Release.yml'")]
    public void A_field_that_differs_is_named(string key, string value, string words)
    {
        var report = Run(Expect("github", (key, value)));
        Assert.Equal(FailureKind.AttestationOfOtherPublisher, report.Failure!.Kind);
        Assert.Contains(words, report.Failure.Message, StringComparison.Ordinal);
        // It is proven who signed, so it is shown.
        Assert.NotNull(report.Publisher);
    }

    [Fact]
    public void Another_git_ref_is_another_publishers() =>
        Assert.Contains("git ref 'refs/heads/main'", Run(Expect("github") with { GitRef = "refs/heads/main" }).Failure!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("gitlab", "GitLab CI/CD")]
    [InlineData("google", "Google Cloud")]
    public void Another_kind_of_publisher_is_named(string form, string name) =>
        Assert.Contains($"a {name} publisher was expected", Run(Expect(form)).Failure!.Message, StringComparison.Ordinal);

    private static ExpectedPublisher Expect(string form, params (string Key, string Value)[] fields) =>
        new(RegisteredPublisher.Of(form, fields.ToDictionary(static field => field.Key, static field => field.Value)));

    private static AttestationReport Run(string fileName, string sha256) => new AttestationCheck(RealAttestations.Verifier, null).Run(RealAttestations.Read(GitHub), fileName, sha256);

    private static AttestationReport Run(ExpectedPublisher expected) =>
        new AttestationCheck(RealAttestations.Verifier, expected).Run(RealAttestations.Read(GitHub), RealAttestations.GitHubFile, RealAttestations.GitHubSha256);
}
