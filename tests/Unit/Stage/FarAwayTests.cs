using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Stage;

/// <summary>A far index: latency, bandwidth, and pages that lag.</summary>
public sealed class FarAwayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_wait_side_by_side()
    {
        var latency = TimeSpan.FromMilliseconds(200);
        await using var visitor = await Visitor.OpenAsync(options => options with { Latency = latency });
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.GetAsync("_/oidc/audience")));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), latency, latency * 7.9);
        Assert.All(visitor.Stage.Log.Entries, entry => Assert.True(entry.Took >= latency * 0.95, $"One took {entry.Took}."));
        Assert.Equal(8, visitor.Stage.Log.MostAtOnce("audience"));
    }

    [Fact]
    public async Task The_identity_provider_is_as_far()
    {
        var time = new FakeTimeProvider();
        await using var visitor = await Visitor.OpenAsync(options => options with { TimeProvider = time, Latency = TimeSpan.FromSeconds(3) });
        var start = time.GetUtcNow();
        var asking = visitor.GetHeadAsync(new Uri(visitor.Stage.Environment["ACTIONS_ID_TOKEN_REQUEST_URL"]));
        await time.DriveAsync(asking);
        Assert.True(time.GetUtcNow() - start >= TimeSpan.FromSeconds(3), "It did not wait.");
        Assert.Equal(HttpStatusCode.Unauthorized, (await asking).StatusCode);
    }

    [Fact]
    public async Task A_body_takes_its_time()
    {
        const int Size = 200_000;
        await using var visitor = await Visitor.OpenAsync(static options => options with { BytesPerSecond = 500_000 });
        await Task.WhenAll(UploadAsync("first"), UploadAsync("second"));
        Assert.Equal(2, visitor.Stage.Store.Files.Count);

        async Task UploadAsync(string project)
        {
            var start = TimeProvider.System.GetTimestamp();
            Assert.True((await visitor.UploadAsync(project, Size)).IsSuccessStatusCode);
            var took = TimeProvider.System.GetElapsedTime(start);
            // 0.4 s for each, though both are on their way at once.
            Assert.True(took > TimeSpan.FromSeconds(0.38), $"It took {took}.");
        }
    }

    [Fact]
    public async Task A_client_cannot_run_far_ahead_of_the_bandwidth()
    {
        await using var visitor = await Visitor.OpenAsync(static options => options with { BytesPerSecond = 100_000 });
        await using var connection = await visitor.BeginUploadAsync(100_000_000);
        await connection.WriteAsync("--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"demo.whl\"\r\n\r\n"u8.ToArray(), Stop);
        var sending = connection.WriteAsync(new byte[800_000], Stop).AsTask();
        await Task.WhenAny(sending, Task.Delay(300, Stop));
        Assert.False(sending.IsCompleted, $"800 kB were taken at once, or refused: {sending.Exception?.Message}");
    }

    [Fact]
    public async Task A_file_shows_on_the_pages_later_than_it_can_be_fetched()
    {
        var time = new FakeTimeProvider();
        await using var visitor = await Visitor.OpenAsync(options => options with { TimeProvider = time, SimpleDelay = TimeSpan.FromSeconds(60) });
        Assert.True((await visitor.UploadAsync()).IsSuccessStatusCode);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("simple/demo/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("files/demo/demo-1.0-py3-none-any.whl")).StatusCode);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("simple/demo/")).StatusCode);
        Assert.Contains("demo", await (await visitor.GetAsync("simple/")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }
}
