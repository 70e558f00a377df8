using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>Asks Fulcio for a certificate on a key and the identity of an ID token (<c>POST /api/v2/signingCert</c>, fulcio.proto).</summary>
internal sealed class FulcioClient(HttpTransport transport, Uri address)
{
    private const string Service = "Sigstore's certificate authority";

    private readonly Uri _requests = new(address, "api/v2/signingCert");

    /// <summary>
    /// The certificate for the key that signed <paramref name="request"/> (PKCS #10, PEM), DER. Nothing of it has been verified.
    /// The same ID token is taken several times, so a request that failed on the way is sent again.
    /// </summary>
    /// <exception cref="PublishException">Fulcio refused, and what to change; or it gave no certificate.</exception>
    public Task<ReadOnlyMemory<byte>> RequestAsync(string request, IdToken idToken, CancellationToken cancellationToken)
    {
        transport.Trace.Verbose($"Requesting a certificate for {idToken.Subject ?? "an unnamed subject"} from {address.Host}.");
        var body = JsonSerializer.SerializeToUtf8Bytes(new CertificateRequestBody(Encoding.ASCII.GetBytes(request)), FulcioJson.Default.CertificateRequestBody);
        return transport.Retry.RunAsync("The request for a certificate", stop => RequestOnceAsync(body, idToken, stop), cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>> RequestOnceAsync(byte[] body, IdToken idToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _requests) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", idToken.Value.Reveal());
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);
        if (answer.IsSuccess && answer.ReadJsonObject() is { } json) return Read(json) ?? throw Unexpected(answer);
        throw answer.Status switch
        {
            HttpStatusCode.BadRequest when answer.Message.Contains("identity token", StringComparison.OrdinalIgnoreCase) => IdentityRefused(answer, idToken),
            HttpStatusCode.Unauthorized => IdentityRefused(answer, idToken),
            HttpStatusCode.Forbidden => new PublishException(
                FailureKind.SigningRefused,
                $"{Service} ({address.Host}) gives this job no certificate: {SigningAnswers.Words(answer)}",
                "Ask who runs this Sigstore which jobs it takes. If it is the public one, look for a proxy or a firewall between.") { Status = answer.Status, Target = _requests.AbsoluteUri },
            _ => Unexpected(answer),
        };
    }

    private static ReadOnlyMemory<byte>? Read(JsonElement json)
    {
        if (json.TryGetProperty("signedCertificateDetachedSct", out var detached) && detached.ValueKind == JsonValueKind.Object)
        {
            throw new PublishException(
                FailureKind.SigningAnswerInvalid,
                "The certificate authority keeps the proof of its log apart from the certificate (a detached SCT), and an attestation has no place for it.",
                "Have the private Sigstore embed it: Fulcio does so with every certificate authority but one without access to its own key.");
        }

        if (!json.TryGetProperty("signedCertificateEmbeddedSct", out var signed) || signed.ValueKind != JsonValueKind.Object
            || !signed.TryGetProperty("chain", out var chain) || chain.ValueKind != JsonValueKind.Object
            || !chain.TryGetProperty("certificates", out var certificates) || certificates.ValueKind != JsonValueKind.Array
            || certificates.GetArrayLength() == 0 || certificates[0].ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            // The first is ours; the others are known from the trusted root, or they are worth nothing.
            using var certificate = X509Certificate2.CreateFromPem(certificates[0].GetString());
            return certificate.RawData;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// Fulcio has one sentence for every fault of an ID token (fulcio, pkg/server/error.go). Its audience and its end were looked at
    /// before, so what is left is its issuer.
    /// </summary>
    private PublishException IdentityRefused(HttpAnswer answer, IdToken idToken) => new(
        FailureKind.SigningRefused,
        $"{Service} ({address.Host}) does not accept the ID token of {idToken.Provider} (issuer {HttpAnswer.OneLine(idToken.Issuer ?? "unnamed")}): {SigningAnswers.Words(answer)}",
        "The public Sigstore knows GitHub.com, GitLab.com, Google Cloud, Buildkite and CircleCI, and no server of your own; for one, name your Sigstore (-SigningConfig, -TrustedRoot). If the issuer is known there, this machine's clock or the ID token itself is wrong: run the job again.")
    {
        Status = answer.Status,
        Target = _requests.AbsoluteUri,
    };

    private PublishException Unexpected(HttpAnswer answer) => SigningAnswers.Unexpected(answer, Service, "asked for a certificate", _requests);
}
