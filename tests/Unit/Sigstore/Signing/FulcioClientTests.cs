using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Core.Sigstore.Signing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Signing;

public sealed class FulcioClientTests
{
    private const string Refused = """{"code":3,"message":"There was an error processing the identity token","details":[]}""";

    private static readonly IdToken Token = IdToken.Read(
        "GitHubActions", new Secret(Jwt.With("""{"iss":"https://token.actions.example.org","sub":"repo:o/r","aud":"sigstore","exp":4102444800}""")));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asks_with_a_request_of_its_key_and_the_token_in_the_header_alone()
    {
        using var key = new EphemeralKey();
        using var certificate = SelfSigned();
        await using var server = await ScriptedServer.StartAsync(Embedded(certificate.ExportCertificatePem()));
        var (issued, lines) = await RequestAsync(server, key.CertificateRequest());
        Assert.Equal(certificate.RawData, issued.ToArray());

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /api/v2/signingCert", $"{request.Method} {request.Path}");
        Assert.Equal($"Bearer {Token.Value.Reveal()}", request.Headers["Authorization"]);
        Assert.DoesNotContain(Token.Value.Reveal(), Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, static line => line.Contains(Token.Value.Reveal(), StringComparison.Ordinal));

        using var body = JsonDocument.Parse(request.Body);
        // Its signature is verified while it is read.
        var csr = CertificateRequest.LoadSigningRequestPem(
            Encoding.ASCII.GetString(body.RootElement.GetProperty("certificateSigningRequest").GetBytesFromBase64()),
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        Assert.Equal("", csr.SubjectName.Name);
        var constraints = Assert.IsType<X509BasicConstraintsExtension>(Assert.Single(csr.CertificateExtensions));
        Assert.True(constraints is { Critical: true, CertificateAuthority: false });
    }

    [Theory]
    [InlineData(400, Refused, FailureKind.SigningRefused, "GitHubActions (issuer https://token.actions.example.org)")]
    [InlineData(401, """{"message":"who are you"}""", FailureKind.SigningRefused, "GitHubActions (issuer https://token.actions.example.org): who are you")]
    [InlineData(403, """{"message":"not you"}""", FailureKind.SigningRefused, "gives this job no certificate: not you")]
    [InlineData(400, """{"message":"The certificate signing request could not be parsed"}""", FailureKind.SigningRefused, "could not be parsed")]
    [InlineData(404, "{}", FailureKind.SigningRefused, "does not exist")]
    [InlineData(302, "{}", FailureKind.RedirectRefused, "redirects")]
    [InlineData(503, """{"message":"busy"}""", FailureKind.SigningRefused, "answered 503 when asked for a certificate: busy")]
    [InlineData(200, "{}", FailureKind.AnswerMalformed, "not its answer")]
    [InlineData(200, "a page", FailureKind.AnswerMalformed, "not its answer")]
    [InlineData(200, """{"signedCertificateEmbeddedSct":{"chain":{"certificates":[]}}}""", FailureKind.AnswerMalformed, "not its answer")]
    [InlineData(200, """{"signedCertificateEmbeddedSct":{"chain":{"certificates":["no PEM"]}}}""", FailureKind.AnswerMalformed, "not its answer")]
    [InlineData(200, """{"signedCertificateDetachedSct":{"chain":{"certificates":[]},"signedCertificateTimestamp":""}}""", FailureKind.SigningAnswerInvalid, "detached SCT")]
    public async Task Says_why_there_is_no_certificate(int status, string body, FailureKind kind, string why)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Json(body, status, "https://elsewhere.example.org/"));
        var failure = await Assert.ThrowsAsync<PublishException>(() => RequestAsync(server, "request"));
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Equal(status is 503 ? 3 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task Shows_no_token_that_the_answer_quotes()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Json($$"""{"message":"bad identity token {{Token.Value.Reveal()}}"}""", 400));
        var failure = await Assert.ThrowsAsync<PublishException>(() => RequestAsync(server, "request"));
        Assert.Contains("bad identity token ***", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_again_with_the_same_token_after_a_passing_fault()
    {
        using var certificate = SelfSigned();
        await using var server = await ScriptedServer.StartAsync(ScriptedAnswer.Lost, ScriptedAnswer.Json("{}", 500), Embedded(certificate.ExportCertificatePem()));
        Assert.Equal(certificate.RawData, (await RequestAsync(server, "request")).Certificate.ToArray());
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(static request => request.Headers["Authorization"]).Distinct());
    }

    private static ScriptedAnswer Embedded(string pem) =>
        ScriptedAnswer.Json($$$"""{"signedCertificateEmbeddedSct":{"chain":{"certificates":[{{{JsonSerializer.Serialize(pem)}}},"another"]} } }""");

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
    }

    private static async Task<(ReadOnlyMemory<byte> Certificate, IReadOnlyList<string> Lines)> RequestAsync(ScriptedServer server, string request)
    {
        using var transport = new QuickTransport();
        return (await new FulcioClient(transport.Wire, server.Address).RequestAsync(request, Token, Stop), transport.Lines);
    }
}
