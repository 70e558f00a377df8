using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Index;

/// <summary>What counts as an audience, and what each other answer means.</summary>
public sealed class AudienceDiscoveryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    public async Task Takes_any_text_that_can_be_shown(int length) =>
        Assert.Equal(new string('a', length), await AskAsync($$"""{"audience":"{{new string('a', length)}}"}"""));

    [Theory]
    [InlineData("""{"audience":""}""")]
    [InlineData("""{"audience":1}""")]
    [InlineData("""{"audience":"a\u001b[31m"}""")]
    [InlineData("""{"audience":"a\nb"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task And_nothing_else(string body)
    {
        var failure = await RefusedAsync(body);
        Assert.Equal(FailureKind.AnswerMalformed, failure.Kind);
        Assert.Contains($"when asked for its audience, with something that is not an index's answer (application/json, {body.Length} bytes)", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task Nor_one_that_is_too_long() =>
        Assert.Equal(FailureKind.AnswerMalformed, (await RefusedAsync($$"""{"audience":"{{new string('a', 1025)}}"}""")).Kind);

    [Theory]
    [InlineData(400, FailureKind.AnswerMalformed, "login page")]
    [InlineData(403, FailureKind.TrustedPublishingDisabled, "turns it on again")]
    [InlineData(404, FailureKind.TrustedPublishingUnsupported, "-Token")]
    [InlineData(405, FailureKind.TrustedPublishingUnsupported, "-Token")]
    [InlineData(408, FailureKind.IndexUnavailable, "status page")]
    [InlineData(410, FailureKind.TrustedPublishingUnsupported, "-Token")]
    [InlineData(429, FailureKind.TooManyRequests, "patience")]
    [InlineData(499, FailureKind.AnswerMalformed, "login page")]
    [InlineData(500, FailureKind.IndexUnavailable, "status page")]
    [InlineData(503, FailureKind.IndexUnavailable, "status page")]
    public async Task Each_refusal_has_its_kind(int status, FailureKind kind, string remedy)
    {
        // That it is a success is not enough: with this status the audience is not taken.
        var failure = await RefusedAsync("""{"audience":"a","message":"Not now."}""", status);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, (int)failure.Status!);
        Assert.EndsWith("/_/oidc/audience", failure.Target, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(status is 408 or 429 or >= 500, failure.IsTransient);
        if (kind is FailureKind.TrustedPublishingDisabled or FailureKind.TooManyRequests or FailureKind.IndexUnavailable)
            Assert.EndsWith(": Not now.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Location: /else?a=b\r\n", "/else")]
    [InlineData("Location: https://elsewhere.example/login?token=x\r\n", "https://elsewhere.example/login")]
    [InlineData("", "nowhere")]
    public async Task A_redirect_is_shown_without_its_query(string header, string place)
    {
        await using var server = new RawServer(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n"));
        var failure = await Assert.ThrowsAsync<PublishException>(() => AskAsync(server));
        Assert.Equal(FailureKind.RedirectRefused, failure.Kind);
        Assert.Contains($"{(place.StartsWith('/') ? new Uri(server.Address, place).AbsoluteUri : place)} when", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-Repository", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_index_whose_audience_another_one_asks_for()
    {
        var failure = await RefusedAsync("""{"audience":"testpypi"}""");
        Assert.Equal(FailureKind.AudienceOfOtherIndex, failure.Kind);
        Assert.Contains("'testpypi'", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("/_/oidc/audience", failure.Target, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> AskAsync(string body, int status = 200)
    {
        await using var server = RawServer.Json(body, status);
        return await AskAsync(server);
    }

    private static async Task<string> AskAsync(RawServer server)
    {
        using var transport = new HttpTransport(new HttpOptions { MaximumRetryCount = 0 }, Trace.None);
        return await new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse(server.Address.AbsoluteUri), Stop);
    }

    private static Task<PublishException> RefusedAsync(string body, int status = 200) => Assert.ThrowsAsync<PublishException>(() => AskAsync(body, status));
}
