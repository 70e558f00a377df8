using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Http;

public sealed class HttpTransportTests
{
    private static readonly HttpOptions OneTry = new() { MaximumRetryCount = 0 };

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = new RawServer(null);
        var time = new FakeTimeProvider();
        using var transport = new HttpTransport(OneTry with { TimeProvider = time }, Trace.None);
        var asking = new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse(server.Address.AbsoluteUri), Stop);
        while (server.Requests.Count == 0) await Task.Delay(5, Stop);
        time.Advance(OneTry.RequestTimeout + TimeSpan.FromSeconds(1));
        var failure = await Assert.ThrowsAsync<PublishException>(() => asking.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_deadline_that_is_moved_on_does_not_run_out()
    {
        var time = new FakeTimeProvider();
        using var deadline = new Deadline(TimeSpan.FromSeconds(10), time, Stop);
        for (var step = 0; step < 5; step++)
        {
            time.Advance(TimeSpan.FromSeconds(9));
            deadline.MoveOn();
        }

        Assert.False(deadline.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(11));
        await Task.Yield();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task What_the_caller_cancels_is_no_time_out()
    {
        await using var server = new RawServer(null);
        using var transport = new HttpTransport(OneTry, Trace.None);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var asking = new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse(server.Address.AbsoluteUri), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    /// <summary>Plain http is allowed on loopback because it does not leave the machine: a proxy would carry it away.</summary>
    [Theory]
    [InlineData("http://localhost:3141/", true)]
    [InlineData("http://127.0.0.1:3141/", true)]
    [InlineData("http://[::1]:3141/", true)]
    [InlineData("https://pypi.org/", false)]
    public void No_proxy_sees_what_goes_to_this_machine(string address, bool isBypassed)
    {
        var proxy = new ProxyExceptLoopback(new System.Net.WebProxy("http://proxy.example:8080"));
        Assert.Equal(isBypassed, proxy.IsBypassed(new Uri(address)));
        Assert.Equal(isBypassed, proxy.GetProxy(new Uri(address)) is null);
    }

    [Fact]
    public async Task An_answer_that_is_no_text_is_an_answer_all_the_same()
    {
        await using var server = RawServer.Latin1Json("{\"message\":\"Grüße\"}", 403);
        using var transport = new HttpTransport(OneTry, Trace.None);
        var failure = await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse(server.Address.AbsoluteUri), Stop));
        Assert.Equal(FailureKind.TrustedPublishingDisabled, failure.Kind);
    }

    [Theory]
    [InlineData("{\"audience\":\"a\\n::error::injected\"}")]
    [InlineData("{\"audience\":\"a\\u001b[31m\"}")]
    [InlineData("{\"audience\":\"\\ud800\"}")]
    [InlineData("{\"audience\":\"\"}")]
    [InlineData("{\"audience\":[\"a\"]}")]
    public async Task An_audience_that_could_steer_a_log_is_refused(string body)
    {
        await using var server = RawServer.Json(body);
        var lines = new List<string>();
        using var transport = new HttpTransport(OneTry, new Trace(lines.Add, lines.Add));
        var failure = await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse(server.Address.AbsoluteUri), Stop));
        Assert.Equal(FailureKind.AnswerMalformed, failure.Kind);
        Assert.DoesNotContain(lines.Append(failure.Message).Append(failure.Remedy), static line => line.Any(char.IsControl));
    }

    [Fact]
    public void No_failure_and_no_line_of_the_log_has_a_control_character()
    {
        var lines = new List<string>();
        new Trace(lines.Add, lines.Add).Verbose("a\n::error::b");
        Assert.Equal(["a : :error::b"], lines);
        Assert.Equal("a : :error::b", new PublishException(FailureKind.MetadataInvalid, "a\n::error::b", "c").Message);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
