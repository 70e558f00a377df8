using System.Collections.Concurrent;

namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>One request. It has no field that could hold a secret: neither query nor credentials nor bodies are kept.</summary>
public sealed record RequestEntry(
    DateTimeOffset Time, string Stage, string Method, string Path, int Status, string? UserAgent, string? Accept, string? Fault);

/// <summary>What was asked of the index and of the identity provider.</summary>
public sealed class RequestLog(TimeProvider timeProvider)
{
    private readonly ConcurrentQueue<RequestEntry> _entries = new();

    /// <summary>Raised after each request, on the thread that served it.</summary>
    public event Action<RequestEntry>? Added;

    public IReadOnlyList<RequestEntry> Entries => [.. _entries];

    /// <summary>Ends the request without an answer, once it has been logged.</summary>
    internal static void Cut(HttpContext context) => context.Items[nameof(Cut)] = true;

    internal async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var time = timeProvider.GetUtcNow();
        var isRecorded = false;
        // Before the first byte goes out: who has the answer finds its entry here.
        context.Response.OnStarting(() =>
        {
            if (!context.Items.ContainsKey(nameof(Cut))) Record(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            var isCut = context.RequestAborted.IsCancellationRequested || context.Items.ContainsKey(nameof(Cut));
            // An answer without a body has not started yet.
            Record(isCut ? 0 : context.Response.StatusCode);
            if (isCut) context.Abort();
        }

        void Record(int status)
        {
            if (isRecorded) return;
            isRecorded = true;
            var request = context.Request;
            var entry = new RequestEntry(
                time,
                RequestStage.Of(request.Path),
                request.Method,
                request.Path,
                status,
                request.Headers.UserAgent,
                request.Headers.Accept,
                context.Items[nameof(Faults.Fault)] as string);
            _entries.Enqueue(entry);
            Added?.Invoke(entry);
        }
    }
}
