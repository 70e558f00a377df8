using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage.Faults;

/// <summary>Makes requests go wrong as the plan says.</summary>
internal sealed class FaultMiddleware(FaultPlan plan, TimeProvider timeProvider)
{
    // Enough of a body to be sure that the client is in the middle of it.
    private const int PartOfBody = 64 * 1024;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (plan.Take(RequestStage.Of(context.Request.Path)) is not { } fault)
        {
            await next(context);
            return;
        }

        context.Items[nameof(Fault)] = fault.Kind.ToString();
        switch (fault.Kind)
        {
            case FaultKind.Slow:
                await Task.Delay(fault.Delay, timeProvider, context.RequestAborted);
                await next(context);
                break;
            case FaultKind.Hang:
                await Task.WhenAny(plan.Released, Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
                RequestLog.Cut(context);
                break;
            case FaultKind.ResetBefore:
                RequestLog.Cut(context);
                break;
            case FaultKind.Reset:
                await ReadSomeAsync(context.Request, context.RequestAborted);
                RequestLog.Cut(context);
                break;
            case FaultKind.ResetAfter:
                await DrainAsync(context.Request, context.RequestAborted);
                RequestLog.Cut(context);
                break;
            case FaultKind.Lost:
                RequestLog.Cut(context);
                context.Response.Body = Stream.Null;
                await next(context);
                break;
            case FaultKind.Trickle:
                await (await HeldAnswer.TakeAsync(context, next)).TrickleAsync(fault.Delay, timeProvider);
                break;
            case FaultKind.Truncated:
                await (await HeldAnswer.TakeAsync(context, next)).TruncateAsync();
                break;
            case FaultKind.Cut:
                await (await HeldAnswer.TakeAsync(context, next)).CutAsync();
                break;
            case var kind when FaultGrammar.IsOfService(kind):
                fault.LeaveTo(context);
                await next(context);
                break;
            default:
                // A server that answers before it has read a body cuts the client off; that is a fault of its own.
                if (fault.Kind != FaultKind.Early) await DrainAsync(context.Request, context.RequestAborted);
                await FalseAnswer.WriteAsync(context, fault, timeProvider);
                break;
        }
    }

    private static async Task ReadSomeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        var total = 0;
        int read;
        while (total < PartOfBody && (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0) total += read;
    }

    private static Task DrainAsync(HttpRequest request, CancellationToken cancellationToken) => request.Body.CopyToAsync(Stream.Null, cancellationToken);
}
