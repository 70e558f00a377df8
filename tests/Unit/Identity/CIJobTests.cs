using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

/// <summary>Each CI system on the wire: its job finds it, gets an ID token and exchanges it.</summary>
public sealed class CIJobTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CISystem.GitHub, "GitHubActions")]
    [InlineData(CISystem.GitLab, "GitLab")]
    [InlineData(CISystem.Google, "GoogleCloud")]
    [InlineData(CISystem.Buildkite, "Buildkite")]
    [InlineData(CISystem.CircleCI, "CircleCI")]
    [InlineData(CISystem.Semaphore, "Semaphore")]
    public async Task A_job_comes_to_an_API_token(CISystem system, string name)
    {
        await using var wire = await Wire.OpenAsync(system, static options => options with { TokenAudience = options.Audience });
        var providers = new IdentityProviders(wire.Job(), wire.Transport);
        var provider = await providers.FindAsync(null, Stop);
        Assert.Equal(name, provider.Name);
        Assert.NotNull(await new TokenExchange(wire.Transport).MintAsync(wire.Index, provider, "rehearsal", null, Stop));
    }

    [Theory]
    [InlineData(CISystem.GitHub, 2)]
    [InlineData(CISystem.Google, 2)]
    [InlineData(CISystem.Buildkite, 2)]
    [InlineData(CISystem.CircleCI, 2)]
    [InlineData(CISystem.GitLab, 1)]
    [InlineData(CISystem.Semaphore, 1)]
    public async Task An_exchange_that_fails_on_the_way_is_tried_again_where_there_is_a_second_ID_token(CISystem system, int tries)
    {
        await using var wire = await Wire.OpenAsync(system, static options => options with { TokenAudience = options.Audience });
        wire.Stage.Faults.Add("mint:lost*1");
        var provider = await new IdentityProviders(wire.Job(), wire.Transport).FindAsync(null, Stop);
        var exchange = new TokenExchange(wire.Transport).MintAsync(wire.Index, provider, "rehearsal", null, Stop);
        if (tries == 1) Assert.Contains("may be used up by now", (await Assert.ThrowsAsync<PublishException>(() => exchange)).Message, StringComparison.Ordinal);
        else Assert.NotNull(await exchange);
        Assert.Equal(tries, wire.Stage.Log.Entries.Count(static entry => entry.Stage == "mint"));
    }

    [Fact]
    public async Task CircleCI_is_asked_for_the_issuer_of_all_organizations()
    {
        await using var wire = await Wire.OpenAsync(CISystem.CircleCI);
        var token = await new CircleCI(wire.Job(), wire.Transport).RequestAsync("a\"b", Stop);
        Assert.Equal("a\"b", token.Audience);
        Assert.Equal(wire.Stage.IssuerOf(CISystem.CircleCI), token.Issuer);
    }

    [Fact]
    public async Task Buildkite_is_asked_for_the_audience()
    {
        await using var wire = await Wire.OpenAsync(CISystem.Buildkite);
        await new Buildkite(wire.Job(), wire.Transport).RequestAsync("rehearsal", Stop);
        var run = Assert.Single(wire.Stage.ToolRuns);
        Assert.Equal("buildkite-agent", run.Name);
        Assert.Equal(["oidc", "request-token", "--audience", "rehearsal"], run.Arguments);
    }

    [Theory]
    [InlineData(CISystem.Buildkite)]
    [InlineData(CISystem.CircleCI)]
    public async Task A_tool_that_gets_no_answer_in_time_is_ended(CISystem system)
    {
        await using var wire = await Wire.OpenAsync(system, http: static options => options with { RequestTimeout = TimeSpan.FromSeconds(2) });
        wire.Stage.Faults.Add("tool:hang");
        var provider = await new IdentityProviders(wire.Job(), wire.Transport).FindAsync(null, Stop);
        var failure = await Assert.ThrowsAsync<PublishException>(() => provider.RequestAsync("rehearsal", Stop));
        Assert.Equal(FailureKind.ToolTimedOut, failure.Kind);
    }

    [Fact]
    public async Task GitLab_takes_the_variable_of_the_user_s_choice()
    {
        await using var wire = await Wire.OpenAsync(CISystem.GitLab, static options => options with { TokenVariable = "MINE" });
        var providers = new IdentityProviders(wire.Job(), wire.Transport, new IdentityOptions { TokenVariable = "MINE" });
        Assert.Equal("rehearsal", (await (await providers.FindAsync(null, Stop)).RequestAsync("rehearsal", Stop)).Audience);
    }
}
