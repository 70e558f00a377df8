using System.Net;
using TrustedPublish.Rehearsal.Stage.Faults;

namespace TrustedPublish.Unit.Stage;

/// <summary>Faults that hit a share of the requests.</summary>
public sealed class ChanceTests
{
    private const int Requests = 400;

    [Fact]
    public async Task Each_hits_its_share_and_they_add_up()
    {
        var statuses = await AskAsync(FaultPlan.DefaultSeed, "audience:503%10", "audience:404%30.5", "simple:500%100");
        // Four standard deviations of 400 draws, on a seed that is always the same.
        Assert.InRange(statuses.Count(static status => status == HttpStatusCode.ServiceUnavailable), 40 - 24, 40 + 24);
        Assert.InRange(statuses.Count(static status => status == HttpStatusCode.NotFound), 122 - 37, 122 + 37);
        Assert.Equal(Requests, statuses.Count(static status => status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.NotFound or HttpStatusCode.OK));
    }

    [Fact]
    public async Task The_same_seed_hits_the_same_requests()
    {
        var first = await AskAsync(7, "audience:503%25");
        Assert.Equal(first, await AskAsync(7, "audience:503%25"));
        Assert.NotEqual(first, await AskAsync(8, "audience:503%25"));
    }

    [Fact]
    public async Task What_is_counted_comes_first()
    {
        await using var visitor = await Visitor.OpenAsync("audience:503%100");
        visitor.Stage.Faults.Add("audience:404*2");
        var statuses = new List<HttpStatusCode>();
        for (var request = 0; request < 3; request++) statuses.Add((await visitor.GetHeadAsync(visitor.Audience)).StatusCode);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable], statuses);
        visitor.Stage.Faults.Clear();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetHeadAsync(visitor.Audience)).StatusCode);
    }

    private static async Task<List<HttpStatusCode>> AskAsync(int seed, params string[] faults)
    {
        await using var visitor = await Visitor.OpenAsync(options => options with { Seed = seed });
        foreach (var fault in faults) visitor.Stage.Faults.Add(fault);
        var statuses = new List<HttpStatusCode>();
        for (var request = 0; request < Requests; request++)
        {
            using var answer = await visitor.GetHeadAsync(visitor.Audience);
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }
}
