using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Unit.Stage;

public sealed class RequestLogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_what_is_under_way_at_the_same_time()
    {
        var time = new FakeTimeProvider();
        await using var visitor = await Visitor.OpenAsync(options => options with { TimeProvider = time, Latency = TimeSpan.FromSeconds(1) });
        var asking = Enumerable.Range(0, 5).Select(_ => visitor.GetAsync("_/oidc/audience")).ToList();
        while (visitor.Stage.Log.MostAtOnce("audience") < 5) await Task.Delay(5, Stop);
        Assert.Empty(visitor.Stage.Log.Entries);
        await time.DriveAsync(Task.WhenAll(asking));
        Assert.Equal(5, visitor.Stage.Log.MostAtOnce("audience"));
        Assert.Equal(0, visitor.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task One_after_the_other_is_one_at_once()
    {
        await using var visitor = await Visitor.OpenAsync();
        for (var number = 0; number < 20; number++) await visitor.UploadAsync($"demo{number}");
        var entries = visitor.Stage.Log.Entries;
        Assert.Equal(1, visitor.Stage.Log.MostAtOnce("upload"));
        Assert.Equal(Enumerable.Range(0, 20).Select(static number => $"demo{number}-1.0-py3-none-any.whl"), entries.Select(static entry => entry.FileName));
        Assert.All(entries.Zip(entries.Skip(1)), static pair => Assert.True(pair.First.Began < pair.First.Ended && pair.First.Ended < pair.Second.Began));
        Assert.All(entries, static entry => Assert.Equal("HTTP/1.1", entry.Protocol));
    }

    [Fact]
    public async Task A_request_without_an_answer_ends_as_well()
    {
        await using var visitor = await Visitor.OpenAsync("upload:reset-after*3");
        for (var number = 0; number < 3; number++) await Assert.ThrowsAsync<HttpRequestException>(() => visitor.UploadAsync());
        await visitor.UploadAsync();
        Assert.Equal(1, visitor.Stage.Log.MostAtOnce("upload"));
    }

    [Fact]
    public async Task No_entry_holds_a_secret()
    {
        await using var visitor = await Visitor.OpenAsync();
        var token = visitor.Stage.MintApiToken();
        await visitor.UploadAsync(token: token);
        await visitor.BurnAsync($$"""{"token":"{{token}}"}""");
        await visitor.GetAsync($"simple/?token={token}");
        Assert.Equal(3, visitor.Stage.Log.Entries.Count);
        Assert.DoesNotContain(visitor.Stage.Log.Entries, entry => entry.ToString().Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(RequestEntry).GetProperties(), static property => property.Name is "Query" or "Authorization" or "Headers" or "Body");
    }
}
