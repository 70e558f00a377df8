using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Core.Sigstore.Verification;
using TrustedPublish.Unit.Attestations;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>A sound attestation, held to roots that trust less: what each check asks of the trusted root.</summary>
public sealed class EnvelopeVerifierTests
{
    private const string File = $"{RealAttestations.GitHubFile}.publish.attestation";

    // It was signed on 2024-12-04 at 23:14:01.
    private const string Before = "2024-12-04T23:14:00Z";

    [Theory]
    [InlineData("ctlogs", 1, "Certificate log's timestamp (SCT): ")]
    [InlineData("tlogs", 0, "Log's timestamp (SET): ")]
    public void A_log_is_its_key(string list, int log, string check)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refused(check, root => root[list]![log]!["publicKey"]!["rawBytes"] = Convert.ToBase64String(other.ExportSubjectPublicKeyInfo()));
    }

    [Theory]
    [InlineData("ctlogs", 1, "Certificate log's timestamp (SCT): ")]
    [InlineData("tlogs", 0, "Log entry: ")]
    public void A_log_is_trusted_for_its_time_alone(string list, int log, string check) =>
        Refused(check, root => root[list]![log]!["publicKey"]!["validFor"]!["end"] = Before);

    [Theory]
    [InlineData("ctlogs", "Certificate log's timestamp (SCT): ")]
    [InlineData("timestampAuthorities", null)]
    public void What_the_root_does_not_name_proves_nothing(string list, string? check)
    {
        if (check is null) Verify(root => root.AsObject().Remove(list));
        else Refused(check, root => root.AsObject().Remove(list));
    }

    [Fact]
    public void An_authority_is_trusted_for_its_time_alone() =>
        Refused("Certificate: ", static root => root["certificateAuthorities"]![1]!["validFor"]!["end"] = Before);

    /// <summary>The first authority's root has the same name as the second's.</summary>
    [Fact]
    public void An_authority_is_its_certificates() => Refused("Certificate: ", static root =>
    {
        var authorities = root["certificateAuthorities"]!.AsArray();
        authorities[1]!["certChain"] = authorities[0]!["certChain"]!.DeepClone();
    });

    [Fact]
    public void A_signature_of_the_future_is_refused()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 12, 4, 23, 4, 0, TimeSpan.Zero));
        var failure = Assert.Throws<PublishException>(() => new EnvelopeVerifier(Bundle.Root("public"), clock).Verify(RealAttestations.Read(File).Signed));
        Assert.StartsWith("Time of the signature: ", failure.Message, StringComparison.Ordinal);
        // A clock that is a little slow is forgiven.
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(153454663, new EnvelopeVerifier(Bundle.Root("public"), clock).Verify(RealAttestations.Read(File).Signed).LogIndex);
    }

    [Fact]
    public void A_certificate_alone_is_held_to_its_time_and_its_authority()
    {
        var certificate = RealAttestations.Read(File).Signed.Certificate;
        var at = new DateTimeOffset(2024, 12, 4, 23, 14, 1, TimeSpan.Zero);
        var verifier = new EnvelopeVerifier(Bundle.Root("public"));
        verifier.VerifyCertificate(certificate, at);
        verifier.VerifyCertificate(certificate, at.AddMinutes(10).AddSeconds(-1));
        foreach (var wrong in new[] { at.AddSeconds(-1), at.AddMinutes(10).AddSeconds(1) })
            Assert.Equal(FailureKind.AttestationInvalid, Assert.Throws<PublishException>(() => verifier.VerifyCertificate(certificate, wrong)).Kind);
        foreach (var authority in Bundle.Root("public").CertificateAuthorities.SelectMany(static authority => authority.Certificates))
            Assert.StartsWith("Certificate: ", Assert.Throws<PublishException>(() => verifier.VerifyCertificate(authority.RawData, at)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Certificate: ", Assert.Throws<PublishException>(() => new EnvelopeVerifier(Bundle.Root("staging")).VerifyCertificate(certificate, at)).Message, StringComparison.Ordinal);
    }

    private static void Refused(string check, Action<JsonNode> change)
    {
        var failure = Assert.Throws<PublishException>(() => Verify(change));
        Assert.Equal(FailureKind.AttestationInvalid, failure.Kind);
        Assert.StartsWith(check, failure.Message, StringComparison.Ordinal);
    }

    private static void Verify(Action<JsonNode> change)
    {
        var root = JsonNode.Parse(System.IO.File.ReadAllBytes(Repository.Path("tests/Unit/Data/sigstore/roots/public.json")))!;
        change(root);
        new EnvelopeVerifier(TrustedRoot.Parse(Encoding.UTF8.GetBytes(root.ToJsonString()), "changed.json")).Verify(RealAttestations.Read(File).Signed);
    }
}
