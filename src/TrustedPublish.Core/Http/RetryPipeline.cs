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
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Builds the policy from <paramref name="options"/>; each retry is one verbose line on <paramref name="trace"/>.</summary>
    public RetryPipeline(HttpOptions options, Trace trace)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider };
        if (options.MaximumRetryCount > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
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
                    arguments.Outcome.Exception is PublishException { RetryAfter: { } asked }
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
            });
        }

        _pipeline = builder.Build();
    }

    /// <summary>
    /// Runs <paramref name="attempt"/> until it succeeds, fails for good, or the tries are used up; the last failure
    /// comes out unchanged.
    /// </summary>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(WhatKey, what);
            return await _pipeline.ExecuteAsync(
                async (state, run) => await run(state.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
