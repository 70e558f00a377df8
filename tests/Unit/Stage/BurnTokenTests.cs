using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Stage;

public sealed class BurnTokenTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_burned_token_uploads_no_more()
    {
        await using var visitor = await Visitor.OpenAsync();
        var (burned, other) = (visitor.Stage.MintApiToken(), visitor.Stage.MintApiToken());
        Assert.True((await visitor.UploadAsync(token: burned)).IsSuccessStatusCode);
        await AssertAcceptedAsync(await visitor.BurnAsync($$"""{"token":"{{burned}}"}"""));
        Assert.False(visitor.Stage.Takes(burned));
        Assert.True(visitor.Stage.Takes(other));

        var refused = await visitor.UploadAsync("next", token: burned);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Invalid or non-existent authentication information.", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Null(visitor.Stage.Store.Find("next-1.0-py3-none-any.whl"));
        Assert.True((await visitor.UploadAsync("next", token: other)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("""{"token":"pypi-unknown"}""")]
    [InlineData("""{"token":1}""")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("")]
    public async Task Any_other_token_and_any_body_is_accepted_alike(string body)
    {
        await using var visitor = await Visitor.OpenAsync();
        await AssertAcceptedAsync(await visitor.BurnAsync(body));
    }

    [Fact]
    public async Task An_index_that_does_not_know_how_says_404()
    {
        await using var visitor = await Visitor.OpenAsync(static options => options with { CanRevoke = false });
        var token = visitor.Stage.MintApiToken();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.BurnAsync($$"""{"token":"{{token}}"}""")).StatusCode);
        Assert.True(visitor.Stage.Takes(token));
    }

    [Fact]
    public async Task It_is_a_stage_of_its_own()
    {
        await using var visitor = await Visitor.OpenAsync("revoke:503");
        var token = visitor.Stage.MintApiToken();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.BurnAsync($$"""{"token":"{{token}}"}""")).StatusCode);
        Assert.True(visitor.Stage.Takes(token));
        Assert.Equal("revoke", Assert.Single(visitor.Stage.Log.Entries).Stage);
    }

    [Fact]
    public async Task A_token_ends_by_itself_too()
    {
        var time = new FakeTimeProvider();
        await using var visitor = await Visitor.OpenAsync(options => options with { TimeProvider = time });
        var token = visitor.Stage.MintApiToken(TimeSpan.FromSeconds(10));
        Assert.True(visitor.Stage.Takes(token));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(visitor.Stage.Takes(token));
        Assert.Contains("token is expired", await (await visitor.UploadAsync(token: token)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task AssertAcceptedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""{"message":"Accepted","errors":[]}""", await answer.Content.ReadAsStringAsync(Stop));
    }
}
