using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A JSON answer.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync(HttpContext context, int status, object body, string mediaType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        return context.Response.WriteAsync(JsonSerializer.Serialize(body), context.RequestAborted);
    }
}
