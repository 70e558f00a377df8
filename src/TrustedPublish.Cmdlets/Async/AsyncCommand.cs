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
    private TimeBudget? _budget;

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
        if (!disposing) return;
        _stopping.Dispose();
        _budget?.Dispose();
    }

    /// <summary>The limits of the wire.</summary>
    private protected virtual HttpOptions HttpOptions => new();

    /// <summary>How long the whole command may take; null for as long as it needs.</summary>
    private protected virtual TimeSpan? TimeLimit => null;

    /// <summary>What is left of <see cref="TimeLimit"/>; it runs from the first use.</summary>
    private protected TimeBudget Budget => _budget ??= new TimeBudget(TimeLimit, TimeProvider.System);

    /// <summary>
    /// Runs <paramref name="work"/> with a client of its own, and writes what it posts as it comes. It ends with the time
    /// limit.
    /// </summary>
    /// <exception cref="PublishException">Its own, or <see cref="FailureKind.OutOfTime"/>.</exception>
    /// <exception cref="PipelineStoppedException">The cmdlet was stopped.</exception>
    private protected T Run<T>(Func<HttpTransport, CancellationToken, Task<T>> work)
    {
        var budget = Budget;
        return RunWithoutLimit(async (transport, stop) =>
        {
            using var inTime = CancellationTokenSource.CreateLinkedTokenSource(stop, budget.Token);
            try
            {
                return await work(transport, inTime.Token);
            }
            catch (OperationCanceledException) when (budget.IsOver && !stop.IsCancellationRequested)
            {
                throw budget.Failure("the work was not done");
            }
        });
    }

    /// <summary>The same for work that sees to the time limit itself.</summary>
    private protected T RunWithoutLimit<T>(Func<HttpTransport, CancellationToken, Task<T>> work)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var writes = new BlockingCollection<Action>();
        _post = writes.Add;
        using var transport = new HttpTransport(
            HttpOptions,
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
