using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage;

/// <summary>Which tokens find their publisher, and PyPI's words for those that don't (warehouse oidc/models).</summary>
public sealed class PublisherMatchTests(PublisherMatchTests.EveryPublisher shared) : IClassFixture<PublisherMatchTests.EveryPublisher>
{
    private const string NotFound = "Publisher with matching claims was not found";
    private const string Circle = "oidc.circleci.com/";

    [Theory]
    [InlineData(CISystem.GitHub)]
    [InlineData(CISystem.GitLab)]
    [InlineData(CISystem.Google)]
    [InlineData(CISystem.Buildkite)]
    [InlineData(CISystem.CircleCI)]
    [InlineData(CISystem.Semaphore)]
    [InlineData(CISystem.ActiveState)]
    public async Task The_job_of_each_system_fits_the_publisher_that_is_made_for_it(CISystem system)
    {
        await using var visitor = await Visitor.OpenAsync(system, options => options with { Publishers = [Publisher.For(system, "demo"), new GitHubPublisher("somebody", "else", "release.yml") { Projects = ["other"] }] });
        var (token, refusal) = await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"));
        Assert.Null(refusal);
        Assert.True((await visitor.UploadAsync(token: token)).IsSuccessStatusCode);
        var other = await visitor.UploadAsync("other", token: token);
        Assert.Contains("OIDC scoped token is not valid for project ", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var unknown = await visitor.UploadAsync("unknown", token: token);
        Assert.Contains("Non-user identities cannot create new projects.", await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    // What is not there.
    [InlineData(CISystem.GitHub, "jti", null, "Missing claim 'jti'")]
    [InlineData(CISystem.GitHub, "sha", null, "Missing claim 'sha'")]
    [InlineData(CISystem.GitLab, "ref_path", null, "Missing claim 'ref_path'")]
    [InlineData(CISystem.GitLab, "jti", null, "Missing claim 'jti'")]
    [InlineData(CISystem.Google, "email", null, "Missing claim 'email'")]
    [InlineData(CISystem.ActiveState, "builder", null, "Missing claim 'builder'")]
    [InlineData(CISystem.Buildkite, "pipeline_slug", null, "Missing claim 'pipeline_slug'")]
    [InlineData(CISystem.CircleCI, $"{Circle}ssh-rerun", null, $"Missing claim '{Circle}ssh-rerun'")]
    [InlineData(CISystem.Semaphore, "prj", null, "Missing claim 'prj'")]
    // What the lookup does not find.
    [InlineData(CISystem.GitHub, "repository", "octo-org/other", NotFound)]
    [InlineData(CISystem.GitHub, "repository_owner_id", "66", NotFound)]
    [InlineData(CISystem.GitHub, "environment", "staging", NotFound)]
    [InlineData(CISystem.GitHub, "environment", null, NotFound)]
    [InlineData(CISystem.GitHub, "job_workflow_ref", "octo-org/sampleproject/.github/workflows/other.yml@refs/tags/v1.0", NotFound)]
    [InlineData(CISystem.GitHub, "job_workflow_ref", "", "Could not job extract workflow filename from OIDC claims")]
    [InlineData(CISystem.GitLab, "project_path", "octo-org/other", NotFound)]
    [InlineData(CISystem.GitLab, "environment", "PyPI", NotFound)]
    [InlineData(CISystem.GitLab, "ci_config_ref_uri", "", "Could not extract workflow filename from OIDC claims")]
    [InlineData(CISystem.Google, "email", "Publisher@octo-org.iam.gserviceaccount.com", NotFound)]
    [InlineData(CISystem.ActiveState, "organization", "Octo-Org", NotFound)]
    [InlineData(CISystem.ActiveState, "actor_id", "00000000-0000-1000-8000-000000000584", NotFound)]
    [InlineData(CISystem.Buildkite, "organization_slug", "other", NotFound)]
    [InlineData(CISystem.CircleCI, $"{Circle}pipeline-definition-id", "other", NotFound)]
    [InlineData(CISystem.Semaphore, "org", "other", NotFound)]
    // What the checks find.
    [InlineData(CISystem.GitHub, "repository_owner", "other", "Check failed for required claim 'repository_owner'")]
    [InlineData(CISystem.GitHub, "event_name", "pull_request_target", "Publishing from a workflow invoked via 'pull_request_target' is not supported.")]
    [InlineData(CISystem.GitLab, "sub", "project_path:octo-org/other:ref_type:tag:ref:v1.0", "Check failed for required claim 'sub'")]
    [InlineData(CISystem.GitLab, "sub", "octo-org/sampleproject", "Check failed for required claim 'sub'")]
    [InlineData(CISystem.GitLab, "sha", "", "The ref_path and sha claims are empty")]
    [InlineData(CISystem.ActiveState, "sub", "org:octo-org", "Invalid 'subject' claim. Wrong format")]
    [InlineData(CISystem.ActiveState, "sub", "org:other:project:sampleproject", "Invalid 'subject' claim")]
    [InlineData(CISystem.ActiveState, "sub", "", "Missing 'subject' claim")]
    [InlineData(CISystem.ActiveState, "builder", "other", "Check failed for required claim 'builder'")]
    public async Task Says_why_no_publisher_goes_with_a_token(CISystem system, string claim, string? value, string reason)
    {
        var (_, refusal) = await shared.Visitor.MintAsync(shared.Visitor.Stage.IssueIdToken(system, "rehearsal", claims => Change(claims, claim, value)));
        Assert.Equal($"invalid-publisher: valid token, but no corresponding publisher ({reason})", refusal);
    }

    [Theory]
    [InlineData(CISystem.Google, "email_verified", false)]
    [InlineData(CISystem.CircleCI, $"{Circle}ssh-rerun", true)]
    public async Task Flags_have_one_right_value(CISystem system, string claim, bool value)
    {
        var (_, refusal) = await shared.Visitor.MintAsync(shared.Visitor.Stage.IssueIdToken(system, "rehearsal", claims => claims[claim] = value));
        Assert.Equal($"invalid-publisher: valid token, but no corresponding publisher (Check failed for required claim '{claim}')", refusal);
    }

    [Fact]
    public async Task A_reusable_workflow_is_not_the_repositorys_own()
    {
        await using var visitor = await Visitor.OpenAsync();
        const string called = "octo-org/shared/.github/workflows/release.yml@refs/heads/main";
        Assert.EndsWith(
            "(The job_workflow_ref claim does not match, expecting one of ['octo-org/sampleproject/.github/workflows/release.yml@9a8b7c6d5e4f30211203f4e5d6c7b8a990817263', "
            + $"'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0'], got '{called}')",
            await RefusalAsync(visitor, "job_workflow_ref", called),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ref_and_commit_there_is_nothing_to_compare()
    {
        await using var visitor = await Visitor.OpenAsync();
        var (_, refusal) = await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal", static claims => (claims["ref"], claims["sha"]) = ("", "")));
        Assert.EndsWith("(The ref and sha claims are empty)", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_file_of_another_ref_is_not_the_one_that_runs()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab);
        var host = visitor.Stage.IssuerOf(CISystem.GitLab)["http://".Length..];
        var given = $"{host}/octo-org/sampleproject//.gitlab-ci.yml@refs/heads/main";
        Assert.EndsWith(
            $"(The ci_config_ref_uri claim does not match, expecting one of ['{host}/octo-org/sampleproject//.gitlab-ci.yml@9a8b7c6d5e4f30211203f4e5d6c7b8a990817263', "
            + $"'{host}/octo-org/sampleproject//.gitlab-ci.yml@refs/tags/v1.0'], got '{given}')",
            await RefusalAsync(visitor, "ci_config_ref_uri", given),
            StringComparison.Ordinal);
    }

    public static TheoryData<Publisher> Loose =>
    [
        new GitHubPublisher("octo-org", "sampleproject", "release.yml", "PyPI"),
        new GitHubPublisher("octo-org", "sampleproject", "release.yml"),
        new GitHubPublisher("octo-org", "sampleproject", "release.yml", ""),
        new GitLabPublisher("octo-org", "sampleproject", ".gitlab-ci.yml"),
        new GooglePublisher("publisher@octo-org.iam.gserviceaccount.com", "104021846721830952761"),
        new BuildkitePublisher("octo-org", "sampleproject") { Branch = "v1.0", Tag = "v1.0", Step = "publish" },
    ];

    [Theory]
    [MemberData(nameof(Loose))]
    public async Task Case_and_what_is_left_open_count_as_on_the_index(Publisher publisher)
    {
        await using var visitor = await Visitor.OpenAsync(publisher.System, options => options with { Publishers = [publisher] });
        Assert.Null((await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal);
    }

    public static TheoryData<Publisher, string> Strict => new()
    {
        { new GitHubPublisher("octo-org", "sampleproject", "Release.yml"), NotFound },
        { new GitHubPublisher("Octo-Org", "sampleproject", "release.yml"), NotFound },
        { new GitHubPublisher("octo-org", "SampleProject", "release.yml"), NotFound },
        { new GitLabPublisher("octo-org", "sampleproject", "ci/release.yml"), NotFound },
        { new GitLabPublisher("octo-org", "sampleproject", ".gitlab-ci.yml", "PyPI"), NotFound },
        { new GitLabPublisher("octo-org", "sampleproject", ".gitlab-ci.yml") { IssuerUrl = "https://gitlab.example.org" }, NotFound },
        { new GooglePublisher("publisher@octo-org.iam.gserviceaccount.com", "104021846721830952762"), NotFound },
        { new BuildkitePublisher("octo-org", "sampleproject") { Step = "test" }, "Check failed for optional claim 'step_key'" },
    };

    [Theory]
    [MemberData(nameof(Strict))]
    public async Task A_publisher_that_asks_for_something_else_does_not_fit(Publisher publisher, string reason)
    {
        await using var visitor = await Visitor.OpenAsync(publisher.System, options => options with { Publishers = [publisher] });
        Assert.Equal($"invalid-publisher: valid token, but no corresponding publisher ({reason})", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal);
    }

    [Fact]
    public async Task The_one_that_names_the_environment_goes_before_the_one_that_takes_any()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab, static options => options with
        {
            Publishers =
            [
                new GitLabPublisher("octo-org", "sampleproject", ".gitlab-ci.yml") { Projects = ["any"] },
                new GitLabPublisher("octo-org", "sampleproject", ".gitlab-ci.yml", "pypi") { Projects = ["demo"] },
            ],
        });
        var (token, _) = await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"));
        Assert.True((await visitor.UploadAsync(token: token)).IsSuccessStatusCode);
        Assert.False((await visitor.UploadAsync("any", token: token)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task An_installation_of_ones_own_is_another_issuer()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab);
        var own = visitor.Stage.IssuerOf(CISystem.GitLab, selfManaged: true);
        string Issue() => visitor.Stage.IssueIdToken("rehearsal", claims =>
        {
            claims["iss"] = own;
            claims["ci_config_ref_uri"] = $"{own["http://".Length..]}/octo-org/sampleproject//.gitlab-ci.yml@refs/tags/v1.0";
        });
        Assert.EndsWith($"({NotFound})", (await visitor.MintAsync(Issue())).Refusal, StringComparison.Ordinal);
        visitor.Stage.Publishers.Add(new GitLabPublisher("octo-org", "sampleproject", ".gitlab-ci.yml") { IssuerUrl = own });
        Assert.Null((await visitor.MintAsync(Issue())).Refusal);
    }

    [Fact]
    public async Task Only_GitLabs_publishers_may_have_one()
    {
        await using var visitor = await Visitor.OpenAsync();
        var own = visitor.Stage.IssuerOf(CISystem.GitHub, selfManaged: true);
        Assert.EndsWith($"(JWT issuer '{own}' does not match expected issuer '{visitor.Stage.IssuerOf(CISystem.GitHub)}')", await RefusalAsync(visitor, "iss", own), StringComparison.Ordinal);
    }

    private static async Task<string?> RefusalAsync(Visitor visitor, string claim, string? value) =>
        (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal", claims => Change(claims, claim, value)))).Refusal;

    private static void Change(IDictionary<string, object> claims, string claim, string? value)
    {
        if (value is null) claims.Remove(claim);
        else claims[claim] = value;
    }

    /// <summary>A stage with a publisher of each kind. A refusal changes nothing in it, so the cases of one table share it.</summary>
    public sealed class EveryPublisher : IAsyncLifetime
    {
        internal Visitor Visitor { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Visitor = await Stage.Visitor.OpenAsync(static options => options with { Publishers = [.. Enum.GetValues<CISystem>().Select(static system => Publisher.For(system))] });

        public ValueTask DisposeAsync() => Visitor.DisposeAsync();
    }
}
