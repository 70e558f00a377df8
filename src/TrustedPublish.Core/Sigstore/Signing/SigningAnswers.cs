using System.Net;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Sigstore.Signing;

/// <summary>What the answers mean that any of Sigstore's services may give.</summary>
internal static class SigningAnswers
{
    private const string LookAgain = "Run the job again; if it stays like this, see https://status.sigstore.dev. For a private Sigstore, check -SigningConfig.";

    /// <summary>
    /// Explains an answer that is no success; <paramref name="service"/> names who gave it, and <paramref name="asked"/> what it was
    /// asked for.
    /// </summary>
    public static PublishException Unexpected(HttpAnswer answer, string service, string asked, Uri address)
    {
        var (kind, message, remedy) = answer switch
        {
            { IsRedirect: true } => (
                FailureKind.RedirectRefused,
                $"{service} ({address.Host}) redirects when {asked}, and no redirect is followed with a credential.",
                "Name the address that it points to in -SigningConfig, if you trust it."),
            { IsTransient: true } => (
                FailureKind.SigningRefused,
                $"{service} ({address.Host}) answered {(int)answer.Status} when {asked}: {Words(answer)}",
                "This is a passing fault of Sigstore. See https://status.sigstore.dev, and run the job again."),
            { Status: HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed } => (
                FailureKind.SigningRefused,
                $"{address.GetLeftPart(UriPartial.Path)} does not exist: {service} is another one, or another version of it.",
                LookAgain),
            { IsSuccess: true } => (
                FailureKind.AnswerMalformed,
                $"{service} ({address.Host}) answered {(int)answer.Status} when {asked}, with something that is not its answer ({answer.MediaType ?? "no content type"}, {answer.Body.Length} bytes).",
                LookAgain),
            _ => (
                FailureKind.SigningRefused,
                $"{service} ({address.Host}) answered {(int)answer.Status} when {asked}: {Words(answer)}",
                LookAgain),
        };
        return new PublishException(kind, message, remedy)
        {
            Status = answer.Status,
            Target = address.GetLeftPart(UriPartial.Path),
            IsTransient = answer.IsTransient,
            RetryAfter = answer.RetryAfter,
        };
    }

    /// <summary>The service's own words, should they quote a token without it.</summary>
    public static string Words(HttpAnswer answer) => TokenText.RedactCertain(answer.Message);
}
