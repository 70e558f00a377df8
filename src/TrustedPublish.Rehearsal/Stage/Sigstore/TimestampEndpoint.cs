using System.Security.Cryptography.Pkcs;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The timestamp authority over HTTP (RFC 3161 §3.4).</summary>
internal sealed class TimestampEndpoint(TimestampAuthority authority, TimeProvider timeProvider)
{
    private const int LongestRequest = 4096;

    private static readonly string[] Hashes = [ObjectIds.Sha256, ObjectIds.Sha384, ObjectIds.Sha512];

    public void Map(WebApplication app) => app.MapPost("/api/v1/timestamp", async context =>
    {
        var body = new byte[LongestRequest];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (context.Request.ContentType != "application/timestamp-query"
            || !Rfc3161TimestampRequest.TryDecode(body.AsMemory(0, length), out var request, out var read) || read != length
            || !Hashes.Contains(request.HashAlgorithmId.Value))
        {
            await JsonAnswer.WriteAsync(context, 400, new { code = 400, message = "Error generating timestamp response" });
            return;
        }

        var fault = Fault.Of(context);
        var answer = authority.Answer(request, timeProvider.GetUtcNow() + (fault?.ClockOffset ?? default), fault?.Kind == FaultKind.WrongTimestamp);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/timestamp-reply";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    });
}
