using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>Answers that stand in for the index's own: nothing has been served.</summary>
internal static class FalseAnswer
{
    private const string Reason = "This fault was asked for.";

    public static Task WriteAsync(HttpContext context, Fault fault, TimeProvider timeProvider)
    {
        if (fault.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = fault.RetryAfterIsDate
                ? (timeProvider.GetUtcNow() + wait).ToString("R", CultureInfo.InvariantCulture)
                : ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (fault.Status is >= 300 and < 400) context.Response.Headers.Location = "https://elsewhere.example/legacy/";
        var title = ReasonPhrases.GetReasonPhrase(fault.Status);
        return fault.Kind switch
        {
            FaultKind.Html => HtmlAsync(context, fault.Status, $"<!DOCTYPE html><html><head><title>{fault.Status} {title}</title></head><body><center><h1>{fault.Status} {title}</h1></center><hr><center>cache-fra-01</center></body></html>"),
            FaultKind.Garbage => HtmlAsync(context, 200, "<!DOCTYPE html><title>Sign in</title><p>Please sign in to the network."),
            FaultKind.BadJson => JsonAnswer.WriteAsync(context, 200, new[] { 1, 2 }),
            FaultKind.Loop => LoopAsync(context),
            _ when fault.Stage is RequestStage.Fulcio or RequestStage.Rekor => JsonAnswer.WriteAsync(context, fault.Status, new { code = fault.Status, message = Reason }),
            _ => IndexError.WriteAsync(context, fault.Status, Reason),
        };
    }

    private static Task HtmlAsync(HttpContext context, int status, string page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    private static Task LoopAsync(HttpContext context)
    {
        // 308 keeps the method: a client that follows it sends the body again.
        context.Response.StatusCode = HttpMethods.IsGet(context.Request.Method) ? StatusCodes.Status302Found : StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = context.Request.GetEncodedUrl();
        return Task.CompletedTask;
    }
}
