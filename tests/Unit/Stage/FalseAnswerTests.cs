using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Stage;

/// <summary>Faults that answer in the index's place.</summary>
public sealed class FalseAnswerTests
{
    [Theory]
    [InlineData("audience:503")]
    [InlineData("audience:early=503")]
    [InlineData("audience:html=503")]
    public async Task A_status_comes_as_often_as_asked_for(string fault)
    {
        await using var visitor = await Visitor.OpenAsync($"{fault}*2");
        var statuses = new List<HttpStatusCode>();
        for (var request = 0; request < 3; request++) statuses.Add((await visitor.GetHeadAsync(visitor.Audience)).StatusCode);
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
    }

    [Theory]
    [InlineData("audience:429;retry-after=7")]
    [InlineData("audience:early=429;retry-after=7")]
    [InlineData("audience:html=429;retry-after=7")]
    public async Task Retry_After_in_seconds(string fault)
    {
        await using var visitor = await Visitor.OpenAsync(fault);
        var answer = await visitor.GetHeadAsync(visitor.Audience);
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Retry_After_as_a_date_of_the_stages_clock()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var visitor = await Visitor.OpenAsync("audience:503;retry-after=date+30", options => options with { TimeProvider = time });
        var answer = await visitor.GetHeadAsync(visitor.Audience);
        Assert.Equal("Tue, 06 May 2031 07:08:39 GMT", answer.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task An_HTML_page_whatever_the_client_takes()
    {
        await using var visitor = await Visitor.OpenAsync("upload:html=502");
        var answer = await visitor.UploadAsync();
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<h1>502 Bad Gateway</h1>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(visitor.Stage.Store.Files);
    }

    [Fact]
    public async Task Garbage_is_a_page_with_status_200()
    {
        await using var visitor = await Visitor.OpenAsync("mint:garbage");
        var answer = await visitor.Client.PostAsync(new Uri(visitor.Stage.IndexUrl, "_/oidc/mint-token"), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Bad_JSON_is_JSON_of_another_shape()
    {
        await using var visitor = await Visitor.OpenAsync("upload:badjson");
        var answer = await visitor.UploadAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("[1,2]", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(visitor.Stage.Store.Files);
    }

    [Fact]
    public async Task A_loop_leads_back_to_where_it_came_from()
    {
        await using var visitor = await Visitor.OpenAsync("simple:loop*1000");
        visitor.Stage.Faults.Add("upload:loop*1000");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        var page = new Uri(visitor.Stage.IndexUrl, "simple/demo/?a=b%20c");
        var answer = await client.GetAsync(page, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Found, page), (answer.StatusCode, answer.Headers.Location));
        var upload = new Uri(visitor.Stage.IndexUrl, "legacy/");
        answer = await client.PostAsync(upload, null, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.PermanentRedirect, upload), (answer.StatusCode, answer.Headers.Location));
        // Who follows goes on until its own patience ends.
        Assert.Equal(HttpStatusCode.Found, (await visitor.Client.GetAsync(page, TestContext.Current.CancellationToken)).StatusCode);
        Assert.InRange(visitor.Stage.Log.Entries.Count(static entry => entry.Stage == "simple"), 10, 200);
    }
}
