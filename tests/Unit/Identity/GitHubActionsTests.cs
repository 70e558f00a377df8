using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

public sealed class GitHubActionsTests
{
    [Fact]
    public async Task Requests_a_token_for_the_audience()
    {
        await using var wire = await Wire.OpenAsync();
        var token = await new GitHubActions(wire.Job(), wire.Transport).RequestAsync("rehearsal", Stop);
        Assert.Equal("rehearsal", token.Audience);
        Assert.Equal("repo:octo-org/sampleproject:environment:pypi", token.Subject);
        token.Check("rehearsal", TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Escapes_the_audience()
    {
        await using var wire = await Wire.OpenAsync();
        Assert.Equal("a b&c=d", (await new GitHubActions(wire.Job(), wire.Transport).RequestAsync("a b&c=d", Stop)).Audience);
    }

    [Theory]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_URL", "")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN", " ")]
    public async Task Names_the_permission_that_is_missing(string variable, string value)
    {
        await using var wire = await Wire.OpenAsync();
        var failure = await RefusedAsync(wire, FailureKind.IdTokenPermissionMissing, wire.Job((variable, value)));
        Assert.Equal(variable, failure.Target);
        Assert.Contains("id-token: write", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"pull_request":{"head":{"repo":{"fork":true}}}}""", FailureKind.ForkPullRequest)]
    [InlineData("""{"pull_request":{"head":{"repo":{"fork":false}}}}""", FailureKind.IdTokenPermissionMissing)]
    [InlineData("""{"pull_request":{"head":{"repo":null}}}""", FailureKind.IdTokenPermissionMissing)]
    [InlineData("""{}""", FailureKind.IdTokenPermissionMissing)]
    [InlineData("""not json""", FailureKind.IdTokenPermissionMissing)]
    public async Task Tells_a_fork_s_pull_request_from_a_missing_permission(string json, FailureKind kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("event.json");
        await File.WriteAllTextAsync(path.FullName, json, Stop);
        await using var wire = await Wire.OpenAsync();
        await RefusedAsync(
            wire, kind, wire.Job(("ACTIONS_ID_TOKEN_REQUEST_URL", ""), ("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_EVENT_PATH", path.FullName)));
    }

    [Fact]
    public async Task Reports_a_refusal_of_the_service_with_its_status()
    {
        await using var wire = await Wire.OpenAsync();
        var failure = await RefusedAsync(wire, FailureKind.IdTokenRequestRefused, wire.Job(("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "wrong")));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, failure.Status);
        Assert.DoesNotContain("wrong", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_answer_that_is_none()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("identity:garbage");
        await RefusedAsync(wire, FailureKind.AnswerMalformed, wire.Job());
    }

    [Fact]
    public async Task Hides_the_request_token_before_it_is_used()
    {
        await using var wire = await Wire.OpenAsync();
        var hidden = new List<string>();
        var options = new IdentityOptions
        {
            Hide = (secret, _) =>
            {
                Assert.Empty(wire.Stage.Log.Entries);
                hidden.Add(secret.Reveal());
                return Task.CompletedTask;
            },
        };
        await new GitHubActions(wire.Job(), wire.Transport, options).RequestAsync("rehearsal", Stop);
        Assert.Equal([wire.Job()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]!], hidden);
        Assert.NotEmpty(wire.Stage.Log.Entries);
    }

    [Fact]
    public async Task Sends_the_request_token_to_no_plain_http_address()
    {
        await using var wire = await Wire.OpenAsync();
        await RefusedAsync(wire, FailureKind.IdTokenRequestRefused, wire.Job(("ACTIONS_ID_TOKEN_REQUEST_URL", "http://192.0.2.1/x?y=z")));
    }

    [Theory]
    [InlineData("identity:503*2")]
    [InlineData("identity:429*2;retry-after=1")]
    [InlineData("identity:reset*2")]
    public async Task Rides_out_a_passing_fault(string fault)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add(fault);
        var providers = new IdentityProviders(wire.Job(), wire.Transport);
        Assert.Equal("rehearsal", (await providers.RequestAsync(await providers.FindAsync(null, Stop), "rehearsal", Stop)).Audience);
        Assert.Equal(3, wire.Stage.Log.Entries.Count(static entry => entry.Stage == "identity"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<PublishException> RefusedAsync(Wire wire, FailureKind kind, JobEnvironment job)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => new GitHubActions(job, wire.Transport).RequestAsync("rehearsal", Stop));
        Assert.Equal(kind, failure.Kind);
        Assert.NotEmpty(failure.Remedy);
        return failure;
    }
}
