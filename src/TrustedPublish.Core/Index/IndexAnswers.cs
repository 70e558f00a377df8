using System.Net;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Index;

/// <summary>What the answers mean that any of the index's addresses may give.</summary>
internal static class IndexAnswers
{
    /// <summary>Explains an answer that is none of those the address documents.</summary>
    public static PublishException Unexpected(PackageIndex index, HttpAnswer answer, string when, string address)
    {
        var (kind, message, remedy) = answer switch
        {
            { IsRedirect: true } => (
                FailureKind.RedirectRefused,
                $"{index} redirects to {Host(answer.Location, index)} when {when}. No redirect is followed with a credential.",
                "Use the address it points to as -Repository, if you trust it."),
            { Status: HttpStatusCode.TooManyRequests } => (
                FailureKind.TooManyRequests,
                $"{index} answered 429 when {when}: {answer.Message}",
                "The index asks for patience. Wait a while, then run the job again; files that arrived are not uploaded twice."),
            { Status: HttpStatusCode.RequestTimeout } or { Status: >= HttpStatusCode.InternalServerError } => (
                FailureKind.IndexUnavailable,
                $"{index} answered {(int)answer.Status} when {when}: {answer.Message}",
                "This is a fault on the index's side. Look at its status page (PyPI: https://status.python.org) and run the job again."),
            _ => (
                FailureKind.AnswerMalformed,
                $"{index} answered {(int)answer.Status} when {when}, with something that is not an index's answer ({answer.MediaType ?? "no content type"}, {answer.Body.Length} bytes).",
                "Check that -Repository is a package index and that no proxy or login page stands between."),
        };
        return new PublishException(kind, message, remedy)
        {
            Status = answer.Status,
            Target = address,
            IsTransient = answer.IsTransient,
            RetryAfter = answer.RetryAfter,
        };
    }

    private static string Host(Uri? location, PackageIndex index) =>
        location is null ? "nowhere" : new Uri(index.BaseAddress, location).GetLeftPart(UriPartial.Path);
}
