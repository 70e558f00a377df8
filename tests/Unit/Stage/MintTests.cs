using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage;

/// <summary>The rules of the exchange that are the same for every kind of publisher (warehouse oidc/views.py).</summary>
public sealed class MintTests
{
    [Theory]
    [InlineData(CISystem.GitHub, "github")]
    [InlineData(CISystem.GitLab, "gitlab")]
    [InlineData(CISystem.Google, "google")]
    [InlineData(CISystem.ActiveState, "activestate")]
    public async Task One_provider_may_be_switched_off(CISystem system, string name)
    {
        await using var visitor = await Visitor.OpenAsync(system, options => options with { DisabledSystems = [system] });
        Assert.Equal($"not-enabled: {name} trusted publishing functionality not enabled", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal);
        var other = system == CISystem.GitHub ? CISystem.GitLab : CISystem.GitHub;
        visitor.Stage.Publishers.Add(Publisher.For(other));
        Assert.Null((await visitor.MintAsync(visitor.Stage.IssueIdToken(other, "rehearsal"))).Refusal);
    }

    [Theory]
    [InlineData(CISystem.GitHub, false)]
    [InlineData(CISystem.GitLab, false)]
    [InlineData(CISystem.Buildkite, false)]
    [InlineData(CISystem.CircleCI, false)]
    [InlineData(CISystem.Semaphore, false)]
    [InlineData(CISystem.Google, true)]
    [InlineData(CISystem.ActiveState, true)]
    public async Task A_token_with_a_number_counts_once(CISystem system, bool again)
    {
        await using var visitor = await Visitor.OpenAsync(system);
        var jwt = visitor.Stage.IssueIdToken("rehearsal");
        Assert.Null((await visitor.MintAsync(jwt)).Refusal);
        Assert.Equal(again ? null : "invalid-reuse-token: invalid token: already used", (await visitor.MintAsync(jwt)).Refusal);
    }

    [Fact]
    public async Task An_issuer_must_be_known()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.CircleCI);
        // The fixed token of a CircleCI job has the organisation's issuer.
        Assert.Equal("invalid-payload: unknown trusted publishing issuer", (await visitor.MintAsync(visitor.Stage.Environment["CIRCLE_OIDC_TOKEN"])).Refusal);
        Assert.Equal("invalid-payload: malformed JWT", (await visitor.MintAsync("no.jwt")).Refusal);
        Assert.Equal("invalid-payload: malformed JWT", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal", static claims => claims.Remove("iss")))).Refusal);
    }

    [Fact]
    public async Task One_systems_token_is_no_others()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab);
        var (_, refusal) = await visitor.MintAsync(visitor.Stage.IssueIdToken(CISystem.GitHub, "rehearsal"));
        Assert.Equal("invalid-publisher: valid token, but no corresponding publisher (Publisher with matching claims was not found)", refusal);
    }

    [Fact]
    public async Task The_audience_is_one_text()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google);
        Assert.Equal("invalid-token: malformed or invalid token", (await visitor.MintAsync(visitor.Stage.IssueIdToken("pypi"))).Refusal);
        Assert.Equal("invalid-token: malformed or invalid token", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal", static claims => claims["aud"] = new[] { "rehearsal" }))).Refusal);
    }

    [Fact]
    public async Task A_pending_publisher_makes_its_project_once()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google, static options => options with { Publishers = [Publisher.For(CISystem.Google, "demo") with { Pending = true }] });
        var (token, refusal) = await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"));
        Assert.Null(refusal);
        Assert.False(Assert.Single(visitor.Stage.Publishers).Pending);
        Assert.True((await visitor.UploadAsync(token: token)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_project_that_exists_ends_its_pending_publisher()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab, static options => options with { Publishers = [Publisher.For(CISystem.GitLab, "demo") with { Pending = true }] });
        Assert.True((await visitor.UploadAsync()).IsSuccessStatusCode);
        Assert.Equal("invalid-pending-publisher: valid token, but project already exists", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal);
        Assert.Empty(visitor.Stage.Publishers);
        Assert.StartsWith("invalid-publisher: ", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_may_have_been_made_without_a_file()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitHub, static options => options with { Publishers = [Publisher.For(CISystem.GitHub, "demo") with { Pending = true, ProjectExists = true }] });
        Assert.Equal("invalid-pending-publisher: valid token, but project already exists", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal);
    }

    [Fact]
    public async Task The_index_may_not_make_the_project()
    {
        const string reason = "The name 'demo' isn't allowed. See https://pypi.org/help/#project-name for more information.";
        await using var visitor = await Visitor.OpenAsync(CISystem.GitHub, static options => options with { Publishers = [Publisher.For(CISystem.GitHub, "demo") with { Pending = true, ProjectRefusal = reason }] });
        Assert.Equal($"invalid-payload: {reason}", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal);
        Assert.True(Assert.Single(visitor.Stage.Publishers).Pending);
    }

    [Fact]
    public async Task One_registration_on_two_projects_covers_both()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.ActiveState, static options => options with { Publishers = [Publisher.For(CISystem.ActiveState, "demo"), Publisher.For(CISystem.ActiveState, "next")] });
        var (token, _) = await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"));
        Assert.True((await visitor.UploadAsync(token: token)).IsSuccessStatusCode);
        Assert.True((await visitor.UploadAsync("next", token: token)).IsSuccessStatusCode);
        Assert.False((await visitor.UploadAsync("other", token: token)).IsSuccessStatusCode);
    }
}
