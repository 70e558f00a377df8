using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A refusal in the index's form: the message in the reason phrase, and in a JSON or HTML body by <c>Accept</c>.</summary>
internal static class IndexError
{
    public static async Task WriteAsync(HttpContext context, int status, string message)
    {
        var title = ReasonPhrases.GetReasonPhrase(status);
        context.Response.StatusCode = status;
        // Latin-1 without line ends is all that a reason phrase can hold (warehouse utils).
        var phrase = new string([.. message.Where(static character => character is >= ' ' and <= 'ÿ' and not (>= '\x7F' and <= '\x9F'))]);
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = $"{phrase}";
        string body;
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "application/json";
            body = JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = message, ["code"] = $"{status} {title}", ["title"] = title });
        }
        else
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            body = $"<html><head><title>{status} {WebUtility.HtmlEncode(title)}</title></head><body><h1>{status} {WebUtility.HtmlEncode(title)}</h1>{WebUtility.HtmlEncode(message)}</body></html>";
        }

        context.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
