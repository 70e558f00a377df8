using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Unit.Http;

public sealed class RetryPipelineTests
{
    private readonly FakeTimeProvider _clock = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly List<string> _lines = [];

    [Fact]
    public async Task Tries_again_what_is_transient_and_says_so()
    {
        var tries = 0;
        var run = Pipeline().RunAsync("Upload", _ => ++tries < 3 ? throw Transient() : Task.FromResult(tries), TestContext.Current.CancellationToken);
        await Advance(run);
        Assert.Equal(3, await run);
        Assert.Equal(2, _lines.Count);
        Assert.Contains("Upload failed: busy. Trying again in", _lines[0], StringComparison.Ordinal);
        Assert.Contains("(retry 2 of 5)", _lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_the_last_failure_unchanged_when_the_tries_are_used_up()
    {
        var tries = 0;
        var last = Transient();
        var run = Pipeline().RunAsync<int>("Upload", _ => throw (++tries == 6 ? last : Transient()), TestContext.Current.CancellationToken);
        await Advance(run);
        Assert.Same(last, await Assert.ThrowsAsync<PublishException>(() => run));
        Assert.Equal(6, tries);
    }

    [Fact]
    public async Task Never_tries_again_what_is_final()
    {
        var tries = 0;
        await Assert.ThrowsAsync<PublishException>(() => Pipeline().RunAsync<int>(
            "Upload",
            _ =>
            {
                tries++;
                throw new PublishException(FailureKind.TokenExpired, "ended", "renew");
            },
            TestContext.Current.CancellationToken));
        Assert.Equal(1, tries);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(3600, 60)]
    public async Task Waits_as_long_as_the_server_asks_but_no_longer_than_its_bound(int asked, int waited)
    {
        var tries = 0;
        var start = _clock.GetUtcNow();
        TimeSpan? second = null;
        var run = Pipeline().RunAsync(
            "Upload",
            _ =>
            {
                if (++tries == 1) throw Transient(TimeSpan.FromSeconds(asked));
                second = _clock.GetUtcNow() - start;
                return Task.FromResult(0);
            },
            TestContext.Current.CancellationToken);
        await Advance(run);
        await run;
        Assert.Equal(TimeSpan.FromSeconds(waited), second);
    }

    [Fact]
    public async Task Waits_by_itself_where_the_server_asks_for_no_time_at_all()
    {
        var tries = 0;
        var start = _clock.GetUtcNow();
        var run = Pipeline().RunAsync("Upload", _ => ++tries < 4 ? throw Transient(TimeSpan.Zero) : Task.FromResult(0), TestContext.Current.CancellationToken);
        await Advance(run);
        await run;
        Assert.True(_clock.GetUtcNow() - start > TimeSpan.FromSeconds(2));
    }

    private RetryPipeline Pipeline() => new(new HttpOptions { TimeProvider = _clock }, new Trace(_lines.Add, static _ => { }));

    private static PublishException Transient(TimeSpan? retryAfter = null) =>
        new(FailureKind.IndexUnavailable, "busy.", "wait") { IsTransient = true, RetryAfter = retryAfter };

    /// <summary>Moves the clock until the run ends; each step lets what has become due go on.</summary>
    private async Task Advance(Task run)
    {
        for (var step = 0; step < 2000 && !run.IsCompleted; step++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.True(run.IsCompleted);
    }
}
