using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Index;

public sealed class TokenRevocationTests
{
    private static readonly DateTimeOffset End = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public async Task Ends_the_token_and_no_other()
    {
        await using var wire = await Wire.OpenAsync();
        var (token, other) = (wire.ApiToken(), wire.ApiToken());
        await new TokenRevocation(wire.Transport).RevokeAsync(token, Stop);
        Assert.False(wire.Stage.Takes(token.Value.Reveal()));
        Assert.True(wire.Stage.Takes(other.Value.Reveal()));
        Assert.Equal("application/json", wire.Stage.Log.Entries.Single(static entry => entry.Stage == "revoke").Accept);
        Assert.Contains(wire.Lines, line => line == $"Revoking the API token at {wire.Index}.");
        Assert.DoesNotContain(wire.Lines, line => line.Contains(token.Value.Reveal(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_the_token_as_JSON_in_the_body()
    {
        await using var server = RawServer.Json("{}", 202);
        await RevokeAsync(server, null);
        var request = server.Requests.Single();
        Assert.StartsWith("POST /_/oidc/burn-token ", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Believes_what_the_index_documents(int status)
    {
        await using var server = new RawServer(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Told\r\nConnection: close\r\n\r\n"));
        await RevokeAsync(server, null);
    }

    /// <summary>A login page answers 200.</summary>
    [Theory]
    [InlineData(200, FailureKind.AnswerMalformed, "to be sure, ask again")]
    [InlineData(400, FailureKind.RevocationRefused, "account page")]
    [InlineData(401, FailureKind.RevocationRefused, "account page")]
    [InlineData(403, FailureKind.RevocationRefused, "account page")]
    [InlineData(404, FailureKind.RevocationUnsupported, "watch the project's history")]
    [InlineData(405, FailureKind.RevocationUnsupported, "watch the project's history")]
    [InlineData(410, FailureKind.RevocationUnsupported, "watch the project's history")]
    [InlineData(422, FailureKind.RevocationRefused, "account page")]
    [InlineData(429, FailureKind.TooManyRequests, "to be sure, ask again")]
    [InlineData(503, FailureKind.IndexUnavailable, "to be sure, ask again")]
    public async Task Says_what_became_of_it(int status, FailureKind kind, string remedy)
    {
        await using var server = RawServer.Json("""{"message":"No."}""", status);
        var failure = await Assert.ThrowsAsync<PublishException>(() => RevokeAsync(server, End));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, (int)failure.Status!);
        Assert.Equal(new Uri(server.Address, "_/oidc/burn-token").AbsoluteUri, failure.Target);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(status is 429 or 503, failure.IsTransient);
        Assert.EndsWith(kind == FailureKind.RevocationRefused ? $"({status}): No." : "by itself at 2031-05-06 07:08:09Z.", failure.Message, StringComparison.Ordinal);
        // It is tried once, whatever comes.
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Where_the_end_is_not_known_says_about_when(int status)
    {
        await using var server = RawServer.Json("{}", status);
        Assert.EndsWith("ends by itself minutes after it was issued.", (await Assert.ThrowsAsync<PublishException>(() => RevokeAsync(server, null))).Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task RevokeAsync(RawServer server, DateTimeOffset? end)
    {
        using var transport = new HttpTransport(new HttpOptions(), Trace.None);
        await new TokenRevocation(transport).RevokeAsync(new ApiToken(PackageIndex.Parse(server.Address.AbsoluteUri), new Secret("pypi-x"), end), Stop);
    }
}
