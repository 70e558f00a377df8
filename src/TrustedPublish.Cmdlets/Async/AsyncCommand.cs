using System.Collections.Concurrent;
using System.Management.Automation;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Errors;
using Trace = TrustedPublish.Core.Trace;

namespace TrustedPublish.Async;

/// <summary>
/// A cmdlet whose work runs off the pipeline thread. What the work wants written is posted to a queue that the pipeline
/// thread drains. Nothing outlives the cmdlet: whatever ends the draining cancels the work and waits for it.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Action<Action>? _post;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ctrl+C, or the end of a pipeline that needs no more.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stopping.Dispose();
    }

    /// <summary>
    /// Runs <paramref name="work"/> with a client of its own, and writes what it posts as it comes.
    /// </summary>
    /// <exception cref="PipelineStoppedException">The cmdlet was stopped.</exception>
    private protected T Run<T>(Func<HttpTransport, CancellationToken, Task<T>> work)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var writes = new BlockingCollection<Action>();
        _post = writes.Add;
        using var transport = new HttpTransport(
            new HttpOptions(),
            new Trace(line => Post(() => WriteVerbose(line)), line => Post(() => WriteDebug(line))));
        var running = Task.Run(
            async () =>
            {
                try
                {
                    return await work(transport, cancellation.Token);
                }
                finally
                {
                    writes.CompleteAdding();
                }
            },
            CancellationToken.None);

        try
        {
            foreach (var write in writes.GetConsumingEnumerable()) write();
        }
        catch
        {
            // -ErrorAction Stop, Select-Object -First and Ctrl+C come out of a write.
            cancellation.Cancel();
            ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
            throw;
        }

        try
        {
            return running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Has <paramref name="write"/> called on the pipeline thread, in order; from any thread while work runs.</summary>
    private protected void Post(Action write) => _post!(write);

    /// <summary>Ends the command with this failure.</summary>
    private protected void Throw(PublishException failure) => ThrowTerminatingError(ErrorTable.Record(failure));

    /// <summary>Reports this failure and goes on.</summary>
    private protected void Report(PublishException failure) => WriteError(ErrorTable.Record(failure));
}
