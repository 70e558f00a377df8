using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Network;

/// <summary>Puts as much of a way between client and stage as the options say.</summary>
internal sealed class FarAway(StageOptions options)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // The keys are what the index asks of its neighbour, not a client of either.
        if (options.Latency > TimeSpan.Zero && RequestStage.Of(context.Request.Path) != RequestStage.Jwks)
            await Task.Delay(options.Latency, options.TimeProvider, context.RequestAborted);
        if (options.BytesPerSecond is { } speed) context.Request.Body = new ThrottledStream(context.Request.Body, speed, options.TimeProvider);
        await next(context);
    }
}
