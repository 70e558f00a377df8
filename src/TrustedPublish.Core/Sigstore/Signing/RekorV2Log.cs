using System.Security.Cryptography;
using System.Text.Json;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>
/// A Rekor log of the second API (<c>/api/v2/log/entries</c>, rekor-tiles' CLIENTS.md): it takes digest and signature alone, and
/// answers when the entry is in the tree, without a time.
/// </summary>
internal sealed class RekorV2Log(HttpTransport transport, Uri address) : ITransparencyLog
{
    private const string Service = "Sigstore's transparency log";

    private readonly Uri _entries = new(address, "api/v2/log/entries");

    /// <inheritdoc/>
    public Task<LogEntry> AddAsync(DsseEnvelope envelope, ReadOnlyMemory<byte> certificate, CancellationToken cancellationToken)
    {
        var body = Propose(envelope, certificate);
        return transport.Retry.RunAsync("The log entry", stop => AddOnceAsync(body, stop), cancellationToken);
    }

    /// <summary>The entry that is proposed (rekor-tiles, hashedrekord.proto): of an envelope the digest of what its signature is over.</summary>
    private static byte[] Propose(DsseEnvelope envelope, ReadOnlyMemory<byte> certificate)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("hashedRekordRequestV002");
            writer.WriteBase64String("digest", SHA256.HashData(envelope.SignedBytes()));
            writer.WriteStartObject("signature");
            writer.WriteBase64String("content", envelope.Signature.Span);
            writer.WriteStartObject("verifier");
            writer.WriteStartObject("x509Certificate");
            writer.WriteBase64String("rawBytes", certificate.Span);
            writer.WriteEndObject();
            writer.WriteString("keyDetails", "PKIX_ECDSA_P256_SHA_256");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private async Task<LogEntry> AddOnceAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _entries) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);
        if (answer.IsSuccess && answer.ReadJsonObject() is { } json)
        {
            try
            {
                return LogEntryJson.Read(json);
            }
            catch (FormatException)
            {
                // What is wrong with it is of no use to anybody; it is no entry.
            }
        }

        throw SigningAnswers.Unexpected(answer, Service, "asked for an entry", _entries);
    }
}
