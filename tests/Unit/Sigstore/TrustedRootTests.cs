using System.Text;
using System.Text.Json.Nodes;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>Sigstore's public trusted root, and what is none.</summary>
public sealed class TrustedRootTests
{
    [Fact]
    public void The_public_one_names_two_logs_and_their_keys()
    {
        var root = Bundle.Root("public");
        Assert.Equal(["https://rekor.sigstore.dev", "https://log2025-1.rekor.sigstore.dev"], root.Logs.Select(static log => log.Address));
        Assert.Equal(2, root.CertificateLogs.Count);
        Assert.Equal(2, root.CertificateAuthorities.Count);
        Assert.Single(root.TimestampAuthorities);
        Assert.Null(root.CertificateLogs[1].Period.End);
        Assert.False(root.CertificateLogs[0].Period.Contains(new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_key_without_a_start_would_be_trusted_for_all_times() =>
        Assert.Equal(FailureKind.TrustedRootInvalid, Assert.Throws<PublishException>(() => Bundle.Root("no-start")).Kind);

    [Theory]
    [InlineData("mediaType", "\"application/json\"")]
    [InlineData("tlogs", "[]")]
    [InlineData("tlogs", "[1]")]
    [InlineData("tlogs", "{}")]
    [InlineData("certificateAuthorities", "[]")]
    [InlineData("certificateAuthorities", """[{"certChain":{"certificates":[{"rawBytes":"AAAA"}]},"validFor":{"start":"2021-01-01T00:00:00Z"}}]""")]
    [InlineData("ctlogs", """[{"publicKey":{"rawBytes":"AAAA","keyDetails":"PKIX_ECDSA_P256_SHA_256","validFor":{"start":"2021-01-01T00:00:00Z"}}}]""")]
    [InlineData("ctlogs", """[{"publicKey":{"rawBytes":"AAAA","keyDetails":"PKIX_ED25519","validFor":{"start":"2021-01-01T00:00:00Z"}}}]""")]
    [InlineData("ctlogs", """[{"publicKey":{"rawBytes":"AAAA","keyDetails":"PKIX_ED25519","validFor":{"start":"yesterday"}}}]""")]
    public void What_is_wrong_in_one_is_an_error_of_that_file(string name, string value)
    {
        var failure = Assert.Throws<PublishException>(() => TrustedRoot.Parse(With(name, value), "mine.json"));
        Assert.Equal(FailureKind.TrustedRootInvalid, failure.Kind);
        Assert.Equal("mine.json", failure.Target);
    }

    [Fact]
    public void A_kind_of_key_that_came_later_is_left_out() =>
        Assert.Empty(TrustedRoot.Parse(With("ctlogs", """[{"publicKey":{"rawBytes":"AAAA","keyDetails":"PKIX_LATER","validFor":{"start":"2021-01-01T00:00:00Z"}}}]"""), "mine.json").CertificateLogs);

    [Theory]
    [InlineData("application/vnd.dev.sigstore.trustedroot+json;version=0.2")]
    [InlineData("application/vnd.dev.sigstore.trustedroot.v0.2+json")]
    public void The_second_version_is_read_too(string mediaType) =>
        Assert.NotEmpty(TrustedRoot.Parse(With("mediaType", $"\"{mediaType}\""), "mine.json").Logs);

    private static byte[] With(string name, string value)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Repository.Path("tests/Unit/Data/sigstore/roots/public.json")))!.AsObject();
        json[name] = JsonNode.Parse(value);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
