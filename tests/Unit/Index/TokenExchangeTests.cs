using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Index;

public sealed class TokenExchangeTests
{
    [Fact]
    public async Task Discovers_the_audience()
    {
        await using var wire = await Wire.OpenAsync();
        Assert.Equal("rehearsal", await new AudienceDiscovery(wire.Transport).GetAsync(wire.Index, Stop));
        Assert.Equal("application/json", wire.Stage.Log.Entries[0].Accept);
    }

    [Theory]
    [InlineData("audience:404", FailureKind.TrustedPublishingUnsupported)]
    [InlineData("audience:403", FailureKind.TrustedPublishingDisabled)]
    [InlineData("audience:302", FailureKind.RedirectRefused)]
    [InlineData("audience:garbage", FailureKind.AnswerMalformed)]
    [InlineData("audience:503*6", FailureKind.IndexUnavailable)]
    [InlineData("audience:429*6", FailureKind.TooManyRequests)]
    [InlineData("audience:lost*6", FailureKind.ConnectionFailed)]
    public async Task Tells_why_there_is_no_audience(string fault, FailureKind kind)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add(fault);
        var failure = await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(wire.Transport).GetAsync(wire.Index, Stop));
        Assert.Equal(kind, failure.Kind);
        Assert.NotEmpty(failure.Remedy);
    }

    [Theory]
    [InlineData("pypi")]
    [InlineData("testpypi")]
    [InlineData("PyPI")]
    public async Task Asks_no_ID_token_for_an_index_that_wants_another_one_s(string audience)
    {
        await using var wire = await Wire.OpenAsync(options => options with { Audience = audience });
        var failure = await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(wire.Transport).GetAsync(wire.Index, Stop));
        Assert.Equal(FailureKind.AudienceOfOtherIndex, failure.Kind);
    }

    [Fact]
    public async Task Tells_when_trusted_publishing_is_off()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { TrustedPublishingEnabled = false });
        var failure = await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(wire.Transport).GetAsync(wire.Index, Stop));
        Assert.Equal(FailureKind.TrustedPublishingDisabled, failure.Kind);
        Assert.Equal(FailureKind.TrustedPublishingDisabledForProvider, await RefusedAsync(wire, wire.IdToken()));
    }

    [Fact]
    public async Task Exchanges_a_token_that_ends_in_15_minutes()
    {
        await using var wire = await Wire.OpenAsync();
        var token = await new TokenExchange(wire.Transport).MintAsync(wire.Index, wire.IdToken(), Stop);
        Assert.StartsWith("pypi-", token.Value.Reveal(), StringComparison.Ordinal);
        Assert.InRange(token.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(880), TimeSpan.FromSeconds(900));
    }

    [Fact]
    public async Task An_ID_token_is_good_for_one_exchange()
    {
        await using var wire = await Wire.OpenAsync();
        var idToken = wire.IdToken();
        await new TokenExchange(wire.Transport).MintAsync(wire.Index, idToken, Stop);
        Assert.Equal(FailureKind.IdTokenReused, await RefusedAsync(wire, idToken));
    }

    [Fact]
    public async Task One_that_matched_no_publisher_is_not_used_up()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Publishers = [] });
        var idToken = wire.IdToken();
        Assert.Equal(FailureKind.NoMatchingPublisher, await RefusedAsync(wire, idToken));
        wire.Stage.Publishers.Add(Publisher.For(new JobIdentity()));
        Assert.NotNull(await new TokenExchange(wire.Transport).MintAsync(wire.Index, idToken, Stop));
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example", FailureKind.MintIssuerUnknown)]
    [InlineData("aud", "pypi", FailureKind.MintIdTokenRefused)]
    [InlineData("repository", "octo-org/other", FailureKind.NoMatchingPublisher)]
    [InlineData("environment", "staging", FailureKind.NoMatchingPublisher)]
    [InlineData("event_name", "pull_request_target", FailureKind.NoMatchingPublisher)]
    [InlineData("job_workflow_ref", "octo-org/shared/.github/workflows/release.yml@refs/tags/v1.0", FailureKind.NoMatchingPublisher)]
    [InlineData("repository_owner_id", "66", FailureKind.NoMatchingPublisher)]
    public async Task Says_what_the_index_holds_against_the_token(string claim, string value, FailureKind kind)
    {
        await using var wire = await Wire.OpenAsync();
        Assert.Equal(kind, await RefusedAsync(wire, wire.IdToken(claims => claims[claim] = value)));
    }

    [Fact]
    public async Task Refuses_an_altered_token()
    {
        await using var wire = await Wire.OpenAsync();
        var parts = wire.IdToken().Value.Reveal().Split('.');
        var other = wire.IdToken().Value.Reveal().Split('.');
        var altered = Core.Identity.IdToken.Read("Test", new Core.Secrets.Secret($"{parts[0]}.{parts[1]}.{other[2]}"));
        Assert.Equal(FailureKind.MintIdTokenRefused, await RefusedAsync(wire, altered));
    }

    [Theory]
    [InlineData("mint:503", FailureKind.IndexUnavailable)]
    [InlineData("mint:429", FailureKind.TooManyRequests)]
    [InlineData("mint:lost", FailureKind.ConnectionFailed)]
    [InlineData("mint:garbage", FailureKind.AnswerMalformed)]
    [InlineData("mint:308", FailureKind.RedirectRefused)]
    [InlineData("mint:404", FailureKind.TrustedPublishingUnsupported)]
    public async Task A_given_ID_token_is_sent_once(string fault, FailureKind kind)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add(fault);
        Assert.Equal(kind, await RefusedAsync(wire, wire.IdToken()));
        Assert.Single(wire.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    [Theory]
    [InlineData("mint:503*2", 3)]
    [InlineData("mint:lost*1", 2)]
    [InlineData("mint:reset*1", 2)]
    public async Task A_retry_takes_a_fresh_ID_token(string fault, int tries)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add(fault);
        var provider = await new IdentityProviders(wire.Job(), wire.Transport).FindAsync(null, Stop);
        // A lost answer has used its ID token up; only a fresh one can succeed here.
        Assert.NotNull(await new TokenExchange(wire.Transport).MintAsync(wire.Index, provider, "rehearsal", null, Stop));
        Assert.Equal(tries, wire.Stage.Log.Entries.Count(static entry => entry.Stage == "identity"));
        Assert.Equal(tries, wire.Stage.Log.Entries.Count(static entry => entry.Stage == "mint"));
    }

    /// <summary>The end is what it is only where the answer gives a time that there is; the token is good all the same.</summary>
    [Theory]
    [InlineData("1", "1970-01-01T00:00:01Z")]
    [InlineData("253402300799", "9999-12-31T23:59:59Z")]
    [InlineData("253402300800", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("\"1\"", null)]
    [InlineData("null", null)]
    public async Task The_end_of_a_token_is_a_time_or_not_known(string expires, string? end)
    {
        var token = await AnswerAsync($$"""{"success":true,"token":"pypi-x","expires":{{expires}}}""");
        Assert.Equal("pypi-x", token.Value.Reveal());
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture), token.ExpiresAt);
        Assert.Null((await AnswerAsync("""{"token":"pypi-x"}""")).ExpiresAt);
    }

    [Theory]
    [InlineData("""{"token":" "}""", 200, FailureKind.AnswerMalformed)]
    [InlineData("""{"token":1}""", 200, FailureKind.AnswerMalformed)]
    [InlineData("[]", 200, FailureKind.AnswerMalformed)]
    [InlineData("""{"token":"pypi-x"}""", 403, FailureKind.TrustedPublishingDisabled)]
    [InlineData("""{"token":"pypi-x"}""", 404, FailureKind.TrustedPublishingUnsupported)]
    [InlineData("""{"token":"pypi-x"}""", 405, FailureKind.TrustedPublishingUnsupported)]
    [InlineData("{}", 422, FailureKind.AnswerMalformed)]
    [InlineData("[]", 422, FailureKind.AnswerMalformed)]
    [InlineData("""{"errors":{}}""", 422, FailureKind.AnswerMalformed)]
    [InlineData("""{"errors":[]}""", 422, FailureKind.AnswerMalformed)]
    [InlineData("""{"errors":[1,{"description":"x"},{"code":2}]}""", 422, FailureKind.AnswerMalformed)]
    [InlineData("""{"errors":[{"code":"invalid-token"}]}""", 400, FailureKind.AnswerMalformed)]
    [InlineData("""{"errors":[1,{"code":"invalid-token"},{"code":"not-enabled","description":"x"}]}""", 422, FailureKind.MintIdTokenRefused)]
    public async Task Takes_an_answer_for_what_it_is(string body, int status, FailureKind kind)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => AnswerAsync(body, status));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, (int)failure.Status!);
        Assert.EndsWith("/_/oidc/mint-token", failure.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotes_all_reasons_of_a_refusal_in_one_line()
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => AnswerAsync("""{"errors":[{"code":"invalid-token","description":"bad\ntoken"},{"code":"not-enabled"}]}""", 422));
        Assert.EndsWith(" refused to exchange the ID token (invalid-token: bad token; not-enabled: ).", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>An ID token that can't be had again may be used up by a lost answer: no second try, and the error says so.</summary>
    [Theory]
    [InlineData(503, true)]
    [InlineData(404, false)]
    public async Task Where_there_is_one_ID_token_there_is_one_try(int status, bool isUsedUp)
    {
        await using var server = RawServer.Json("{}", status);
        using var transport = new HttpTransport(new HttpOptions(), Trace.None);
        var failure = await Assert.ThrowsAsync<PublishException>(() => new TokenExchange(transport).MintOnceAsync(PackageIndex.Parse(server.Address.AbsoluteUri), SomeIdToken(), Stop));
        Assert.Equal(isUsedUp, failure.Message.EndsWith("this one may be used up by now.", StringComparison.Ordinal));
        Assert.Equal(isUsedUp, failure.Remedy.Contains("on GitLab, run the job again", StringComparison.Ordinal));
        Assert.Equal(status, (int)failure.Status!);
        Assert.EndsWith("/_/oidc/mint-token", failure.Target, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_not_sent()
    {
        await using var wire = await Wire.OpenAsync();
        var provider = await new IdentityProviders(wire.Job(), wire.Transport).FindAsync(null, Stop);
        var failure = await Assert.ThrowsAsync<PublishException>(() => new TokenExchange(wire.Transport).MintAsync(wire.Index, provider, "elsewhere", wire.IdToken(), Stop));
        Assert.Equal(FailureKind.IdTokenAudienceMismatch, failure.Kind);
        Assert.DoesNotContain(wire.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    [Fact]
    public async Task The_first_try_takes_the_ID_token_that_is_there()
    {
        await using var wire = await Wire.OpenAsync();
        var provider = await new IdentityProviders(wire.Job(), wire.Transport).FindAsync(null, Stop);
        Assert.NotNull(await new TokenExchange(wire.Transport).MintAsync(wire.Index, provider, "rehearsal", wire.IdToken(), Stop));
        Assert.DoesNotContain(wire.Stage.Log.Entries, static entry => entry.Stage == "identity");
    }

    [Fact]
    public async Task No_line_of_the_log_holds_a_token()
    {
        await using var wire = await Wire.OpenAsync();
        var idToken = wire.IdToken();
        var token = await new TokenExchange(wire.Transport).MintAsync(wire.Index, idToken, Stop);
        Assert.NotEmpty(wire.Lines);
        Assert.DoesNotContain(wire.Lines, line => line.Contains(token.Value.Reveal(), StringComparison.Ordinal) || line.Contains(idToken.Value.Reveal(), StringComparison.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<ApiToken> AnswerAsync(string body, int status = 200)
    {
        await using var server = RawServer.Json(body, status);
        using var transport = new HttpTransport(new HttpOptions(), Trace.None);
        return await new TokenExchange(transport).MintAsync(PackageIndex.Parse(server.Address.AbsoluteUri), SomeIdToken(), Stop);
    }

    private static IdToken SomeIdToken() => Core.Identity.IdToken.Read("Test", new Core.Secrets.Secret(Jwt.With("""{"iss":"https://ci.example","sub":"job","aud":"a"}""")));

    private static async Task<FailureKind> RefusedAsync(Wire wire, IdToken idToken)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => new TokenExchange(wire.Transport).MintAsync(wire.Index, idToken, Stop));
        Assert.NotEmpty(failure.Remedy);
        Assert.DoesNotContain(idToken.Value.Reveal(), failure.ToString(), StringComparison.Ordinal);
        return failure.Kind;
    }
}
