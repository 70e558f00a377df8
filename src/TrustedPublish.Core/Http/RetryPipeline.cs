using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Http;

/// <summary>
/// The one retry policy: what is transient is tried again after a jittered, doubling wait, or after what
/// <c>Retry-After</c> asks for. What may be tried at all is decided by who calls it.
/// </summary>
public sealed class RetryPipeline
{
    private static readonly ResiliencePropertyKey<string> WhatKey = new("what");
    private readonly HttpOptions _options;
    private readonly Lazy<ResiliencePipeline> _pipeline;

    /// <summary>The policy of <paramref name="options"/>; each retry is one verbose line on <paramref name="trace"/>.</summary>
    public RetryPipeline(HttpOptions options, Trace trace)
    {
        _options = options;
        _pipeline = new Lazy<ResiliencePipeline>(() => Build(options, trace));
    }

    /// <summary>
    /// Runs <paramref name="attempt"/> until it succeeds, fails for good, or the tries are used up; the last failure
    /// comes out unchanged.
    /// </summary>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        // The first try needs no pipeline, and most runs need no other: what Polly sets up costs more than a request.
        ExceptionDispatchInfo? first;
        try
        {
            return await attempt(cancellationToken);
        }
        catch (PublishException failure) when (failure.IsTransient && _options.MaximumRetryCount > 0 && !cancellationToken.IsCancellationRequested)
        {
            first = ExceptionDispatchInfo.Capture(failure);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(WhatKey, what);
            return await _pipeline.Value.ExecuteAsync(
                async (state, run) =>
                {
                    Interlocked.Exchange(ref first, null)?.Throw();
                    return await run(state.CancellationToken);
                },
                context,
                attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline Build(HttpOptions options, Trace trace) => new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is PublishException { IsTransient: true }
                && !arguments.Context.CancellationToken.IsCancellationRequested),
            MaxRetryAttempts = options.MaximumRetryCount,
            Delay = options.RetryDelay,
            MaxDelay = options.MaximumRetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is PublishException { RetryAfter: { } asked } && asked > TimeSpan.Zero
                    ? asked < options.MaximumRetryDelay ? asked : options.MaximumRetryDelay
                    : (TimeSpan?)null),
            OnRetry = arguments =>
            {
                arguments.Context.Properties.TryGetValue(WhatKey, out var what);
                trace.Verbose(
                    $"{what} failed: {arguments.Outcome.Exception?.Message} Trying again in {arguments.RetryDelay.TotalSeconds:0.#} s "
                    + $"(retry {arguments.AttemptNumber + 1} of {options.MaximumRetryCount}).");
                return ValueTask.CompletedTask;
            },
        })
        .Build();
}
