using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Stage;

/// <summary>Faults that serve a request and damage its answer.</summary>
public sealed class HeldAnswerTests
{
    private const string Whole = """{"audience":"rehearsal"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_answer()
    {
        var time = new FakeTimeProvider();
        await using var visitor = await Visitor.OpenAsync("audience:slow=5s", options => options with { TimeProvider = time });
        var start = time.GetUtcNow();
        var asking = visitor.GetHeadAsync(visitor.Audience);
        await time.DriveAsync(asking);
        Assert.True(time.GetUtcNow() - start >= TimeSpan.FromSeconds(5), "It came early.");
        Assert.Equal(Whole, await (await asking).Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_body_that_trickles_after_its_head()
    {
        var time = new FakeTimeProvider();
        await using var visitor = await Visitor.OpenAsync("audience:trickle=24s", options => options with { TimeProvider = time });
        // The head comes while the clock stands still.
        var start = time.GetUtcNow();
        using var answer = await visitor.GetHeadAsync(visitor.Audience);
        Assert.Equal(Whole.Length, answer.Content.Headers.ContentLength);
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var (buffer, length, pieces) = (new byte[100], 0, 0);
        while (length < Whole.Length)
        {
            var reading = body.ReadAsync(buffer.AsMemory(length), Stop).AsTask();
            await time.DriveAsync(reading);
            length += await reading;
            pieces++;
            // 24 bytes in 24 s: one each second, and none before.
            Assert.True(time.GetUtcNow() - start >= TimeSpan.FromSeconds(length), $"{length} bytes came early.");
        }

        Assert.True(pieces > 5, $"It came in {pieces} pieces.");
        Assert.Equal(Whole, System.Text.Encoding.UTF8.GetString(buffer, 0, length));
    }

    [Fact]
    public async Task Half_of_the_JSON_as_if_it_were_all()
    {
        await using var visitor = await Visitor.OpenAsync("audience:truncated");
        var answer = await visitor.GetAsync("_/oidc/audience");
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(Whole[..12], body);
        Assert.Equal(12, answer.Content.Headers.ContentLength);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task Half_of_a_body_where_there_was_none()
    {
        await using var visitor = await Visitor.OpenAsync("upload:truncated");
        var answer = await visitor.UploadAsync();
        Assert.Equal("""{"message": "Tok""", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Single(visitor.Stage.Store.Files);
    }

    [Fact]
    public async Task A_refusal_is_truncated_as_well()
    {
        await using var visitor = await Visitor.OpenAsync("upload:truncated");
        var answer = await visitor.UploadAsync(token: "pypi-unknown");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith("""{"message":"Invalid or non-existent auth""", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_in_the_middle_of_the_body()
    {
        await using var visitor = await Visitor.OpenAsync("audience:cut");
        using var answer = await visitor.GetHeadAsync(visitor.Audience);
        Assert.Equal((HttpStatusCode.OK, (long?)Whole.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[12];
        await body.ReadExactlyAsync(buffer, Stop);
        Assert.Equal(Whole[..12], System.Text.Encoding.UTF8.GetString(buffer));
        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadAsync(buffer, Stop).AsTask());
    }
}
