using System.Collections.Concurrent;

namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>What was asked of the index and of the identity provider.</summary>
public sealed class RequestLog(TimeProvider timeProvider)
{
    private readonly ConcurrentQueue<RequestEntry> _entries = new();
    private readonly InFlight _inFlight = new();

    /// <summary>Raised with the step of each request before it is served, on the thread that serves it.</summary>
    public event Action<string>? Began;

    /// <summary>Raised after each request, on the thread that served it.</summary>
    public event Action<RequestEntry>? Added;

    /// <summary>The requests in the order in which they ended.</summary>
    public IReadOnlyList<RequestEntry> Entries => [.. _entries];

    /// <summary>The most requests of a step that were being served at the same time, those that still are included.</summary>
    public int MostAtOnce(string stage) => _inFlight.Most(stage);

    /// <summary>Ends the request without an answer, once it has been logged; what has gone out of an answer stays so.</summary>
    internal static void Cut(HttpContext context) => context.Items[nameof(Cut)] = true;

    /// <summary>Notes the file that an upload brings.</summary>
    internal static void Name(HttpContext context, string fileName) => context.Items[nameof(Name)] = fileName;

    internal async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var (time, timestamp) = (timeProvider.GetUtcNow(), timeProvider.GetTimestamp());
        var stage = RequestStage.Of(context.Request.Path);
        var began = _inFlight.Begin(stage);
        Began?.Invoke(stage);
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
                stage,
                request.Method,
                request.Path,
                status,
                request.Headers.UserAgent,
                request.Headers.Accept,
                context.Items[nameof(Faults.Fault)] as string,
                request.Protocol,
                context.Items[nameof(Name)] as string,
                began,
                _inFlight.End(stage),
                timeProvider.GetElapsedTime(timestamp));
            _entries.Enqueue(entry);
            Added?.Invoke(entry);
        }
    }
}
