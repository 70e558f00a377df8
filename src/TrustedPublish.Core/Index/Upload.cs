using System.Net;
using System.Net.Http.Headers;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Index;

/// <summary>Uploads one distribution (<c>POST /legacy/</c>, warehouse forklift/legacy.py).</summary>
public sealed class Upload(HttpTransport transport)
{
    // Set by an index, or a proxy before it, that does not know the question; the file is then sent without it.
    private volatile bool _askFirstRefused;

    /// <summary>From this size on the server is asked before the file is sent (RFC 9110, 10.1.1), as curl does.</summary>
    private const long AskFirstBytes = 1024 * 1024;

    /// <summary>
    /// Sends the file. Tried again after 408, 429, 5xx and a lost connection: the index answers 200 to an identical file,
    /// so a second try does no harm.
    /// </summary>
    /// <param name="token">The token to upload with.</param>
    /// <param name="distribution">The file and its metadata.</param>
    /// <param name="sha256">The file's SHA-256, hex, lower case.</param>
    /// <param name="attestations">The JSON list of its attestations (PEP 740); null for none.</param>
    /// <param name="attempting">Told of each try as it begins.</param>
    /// <param name="sent">Told the bytes of the file that the current try has sent; from any thread.</param>
    /// <param name="cancellationToken">Ends the upload at once.</param>
    /// <exception cref="PublishException">The index refused the file, or it could not be sent.</exception>
    public Task SendAsync(
        ApiToken token, Distribution distribution, string sha256, string? attestations, Action attempting, Action<long> sent, CancellationToken cancellationToken)
    {
        var fields = UploadForm.Fields(distribution, sha256, attestations);
        return transport.Retry.RunAsync(
            $"Uploading {distribution.FileName}",
            async run =>
            {
                attempting();
                await SendOnceAsync(token, distribution, fields, sent, run);
                return true;
            },
            cancellationToken);
    }

    private async Task SendOnceAsync(
        ApiToken token,
        Distribution distribution,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        Action<long> sent,
        CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(transport.Options.UploadIdleTimeout, transport.Options.TimeProvider, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, token.Index.UploadAddress)
        {
            Content = new UploadContent(
                fields,
                distribution.File,
                distribution.Size,
                bytes =>
                {
                    deadline.MoveOn();
                    sent(bytes);
                }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", token.BasicCredential());
        // Without this the index answers in HTML, and its reason phrase is gone over HTTP/2.
        request.Headers.Accept.ParseAdd("application/json");
        // A server that refuses at once (401, 413) then says so before the file is sent; without this it cuts the
        // connection in the middle, and its reason is lost. Small files are sent sooner than the question is answered.
        request.Headers.ExpectContinue = distribution.Size >= AskFirstBytes && !_askFirstRefused;

        var answer = await transport.SendAsync(request, deadline, transport.Options.MaximumAnswerBytes, cancellationToken);
        if (answer.Status == HttpStatusCode.ExpectationFailed && request.Headers.ExpectContinue == true)
        {
            _askFirstRefused = true;
            await SendOnceAsync(token, distribution, fields, sent, cancellationToken);
            return;
        }

        if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent or HttpStatusCode.Accepted))
            throw UploadRefusals.Explain(token, distribution.Metadata.Name, distribution.FileName, answer);
        if (!IsOfAnIndex(answer))
        {
            throw new PublishException(
                FailureKind.UploadUnconfirmed,
                $"Whether {token.Index} has taken {distribution.FileName} is not known: it answered {(int)answer.Status} with something that is not an index's answer ({answer.MediaType ?? "no content type"}, {answer.Body.Length} bytes).",
                "Check that no proxy or login page stands between, and look at the project's page. Publishing again does no harm: an index takes the same file twice.") { Status = answer.Status, Target = token.Index.UploadAddress.AbsoluteUri };
        }
    }

    /// <summary>PyPI says yes without a word, others with a line of text or a JSON object. A login page says yes to anything.</summary>
    private static bool IsOfAnIndex(HttpAnswer answer) => answer.Body.IsEmpty || answer.MediaType switch
    {
        "application/json" => answer.ReadJsonObject() is not null,
        "text/html" or "application/xhtml+xml" => false,
        _ => true,
    };
}
