using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>An RFC 3161 timestamp authority, asked over HTTP (section 3.4).</summary>
internal sealed class TimestampAuthority(HttpTransport transport, Uri address)
{
    private const string Service = "Sigstore's timestamp authority";
    private const int NonceBytes = 8;

    /// <summary>
    /// A timestamp of these bytes: the authority's whole response, DER. It answers this very request; whether the authority is a
    /// trusted one has not been looked at.
    /// </summary>
    /// <exception cref="PublishException">The authority refused, or its answer is none to this request.</exception>
    public Task<ReadOnlyMemory<byte>> StampAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        transport.Retry.RunAsync("The timestamp", stop => StampOnceAsync(data, stop), cancellationToken);

    private async Task<ReadOnlyMemory<byte>> StampOnceAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var query = Rfc3161TimestampRequest.CreateFromData(
            data.Span, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(NonceBytes), requestSignerCertificates: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(query.Encode()) };
        request.Content.Headers.ContentType = new("application/timestamp-query");
        request.Headers.Accept.ParseAdd("application/timestamp-reply");
        var answer = await transport.SendAsync(request, cancellationToken);
        if (!answer.IsSuccess) throw SigningAnswers.Unexpected(answer, Service, "asked for a timestamp", address);
        try
        {
            query.ProcessResponse(answer.Body, out _);
            return answer.Body;
        }
        catch (CryptographicException exception)
        {
            throw new PublishException(
                FailureKind.SigningAnswerInvalid,
                $"{Service} ({address.Host}) gave no timestamp of what it was asked for: {exception.Message}",
                "Run the job again; if it stays like this, see https://status.sigstore.dev. For a private Sigstore, check -SigningConfig.",
                exception) { Target = address.AbsoluteUri };
        }
    }
}
