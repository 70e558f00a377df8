using System.Net;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Index;

/// <summary>
/// Revokes an API token that trusted publishing gave out (<c>POST /_/oidc/burn-token</c>, warehouse PR 20197). Tried once:
/// the token ends by itself within minutes.
/// </summary>
public sealed class TokenRevocation(HttpTransport transport)
{
    /// <summary>Revokes <paramref name="token"/>. The index says yes to any token, also to one that it does not know.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.RevocationUnsupported"/> where the index does not know how; else why it failed.
    /// </exception>
    public async Task RevokeAsync(ApiToken token, CancellationToken cancellationToken)
    {
        var address = token.Index.RevokeAddress;
        transport.Trace.Verbose($"Revoking the API token at {token.Index}.");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new TokenRequest(token.Value.Reveal()), TokenJson.Default.TokenRequest)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);
        // The one status that the index documents. A login page answers 200.
        if (answer.Status is HttpStatusCode.Accepted or HttpStatusCode.NoContent) return;

        var until = token.ExpiresAt is { } end ? $"at {end:u}" : "minutes after it was issued";
        throw answer.Status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone => new PublishException(
                FailureKind.RevocationUnsupported,
                $"{token.Index} does not know how to revoke a token; it ends by itself {until}.",
                "Nothing needs to be done. Where it may have been seen by others, watch the project's history until then.") { Status = answer.Status, Target = address.AbsoluteUri },
            HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity => new PublishException(
                FailureKind.RevocationRefused,
                $"{token.Index} did not revoke the token ({(int)answer.Status}): {answer.Message}",
                "Only tokens of trusted publishing can be revoked like this. Others are removed on the index's account page.") { Status = answer.Status, Target = address.AbsoluteUri },
            _ => new PublishException(
                IndexAnswers.Unexpected(token.Index, answer, "", address.AbsoluteUri).Kind,
                $"{token.Index} answered {(int)answer.Status} when asked to revoke a token, which ends by itself {until}.",
                "Nothing needs to be done; to be sure, ask again.") { Status = answer.Status, Target = address.AbsoluteUri, IsTransient = answer.IsTransient },
        };
    }
}
