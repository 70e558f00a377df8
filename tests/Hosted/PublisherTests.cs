using System.Management.Automation;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>What a maintainer is told whose publisher on the index is not this job's.</summary>
public sealed class PublisherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", null);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_refused_exchange_shows_the_job_in_the_words_of_the_form()
    {
        await using var host = await OpenAsync(environment: "release");
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", _folder.File("summary.md").FullName);
        var outcome = host.Run("Get-CIIdToken -Repository $index | New-PyPIToken");
        Assert.Equal("NoMatchingPublisher", outcome.ErrorId);
        var advice = outcome.Error.ErrorDetails.RecommendedAction;
        Assert.Contains("\n    Workflow name     release.yml    the workflow's file name in .github/workflows/\n", advice, StringComparison.Ordinal);
        Assert.Contains("?provider=github&owner=octo-org&repository=sampleproject&workflow_filename=release.yml&environment=pypi", advice, StringComparison.Ordinal);

        var annotation = Assert.Single(host.LogCommands.ToString().Split('\n'), static line => line.StartsWith("::error title=NoMatchingPublisher::", StringComparison.Ordinal));
        Assert.Contains("%0A  Workflow name     release.yml", annotation, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(_folder.File("summary.md").FullName, TestContext.Current.CancellationToken);
        Assert.StartsWith("### NoMatchingPublisher", page, StringComparison.Ordinal);
        Assert.Contains("<pre>For this job to publish,", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_is_missing_shows_on_the_run_s_page()
    {
        await using var host = await OpenAsync();
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", _folder.File("summary.md").FullName);
        host.Run("$env:ACTIONS_ID_TOKEN_REQUEST_URL = $null; Get-CIIdToken -Repository $index | New-PyPIToken");
        Assert.Contains("::error title=IdTokenPermissionMissing::", host.LogCommands.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("### IdTokenPermissionMissing", await File.ReadAllTextAsync(_folder.File("summary.md").FullName, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_in_one_command_tells_the_same()
    {
        await using var host = await OpenAsync(environment: "release");
        Archives.ValidWheel(_folder);
        var outcome = host.Run("Publish-PythonDistribution $dist/*.whl -Repository $index", ("dist", _folder.Path));
        Assert.Equal("NoMatchingPublisher", outcome.ErrorId);
        Assert.Contains("Environment name  pypi", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        // The files say which project it is.
        Assert.Contains("manage/project/demo/settings/publishing/", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_to_another_project_names_that_project_s_form()
    {
        await using var host = await ModuleHost.OpenAsync(static options => options with
        {
            Publishers = [Publisher.For(CISystem.GitHub, "other"), new GitHubPublisher("somebody", "else", "release.yml") { Projects = ["demo"] }],
        });
        Archives.ValidWheel(_folder);
        var outcome = host.Run("Publish-PythonDistribution $dist/*.whl -Repository $index", ("dist", _folder.Path));
        Assert.Equal("TokenForOtherProject", outcome.ErrorId);
        Assert.Contains("manage/project/demo/settings/publishing/?provider=github&owner=octo-org", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pending_publisher_of_another_name_is_named()
    {
        await using var host = await ModuleHost.OpenAsync(static options => options with { Publishers = [Publisher.For(CISystem.GitHub, "demmo") with { Pending = true }] });
        Archives.ValidWheel(_folder);
        var outcome = host.Run("Publish-PythonDistribution $dist/*.whl -Repository $index", ("dist", _folder.Path));
        Assert.Equal("ProjectCreationRefused", outcome.ErrorId);
        Assert.Contains("must name the project 'demo'", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("manage/account/publishing/", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_names_the_field_and_mints_nothing()
    {
        await using var host = await OpenAsync(environment: "release");
        var outcome = host.Run("Test-TrustedPublisher $index -Owner octo-org -RepositoryName sampleproject -Workflow release.yml -Environment release");
        Assert.Empty(outcome.Errors);
        Assert.Equal(["Environment name", "Publisher"], Failed(outcome));
        Assert.DoesNotContain(host.Stage.Log.Entries, static entry => entry.Stage == "mint");
    }

    [Fact]
    public async Task A_mint_on_request_is_revoked_at_once()
    {
        await using var host = await OpenAsync();
        var outcome = host.Run("Test-TrustedPublisher $index -Mint");
        Assert.Empty(Failed(outcome));
        var apiToken = Assert.Single(host.Masked("pypi-"));
        Assert.False(host.Stage.Takes(apiToken));
        Assert.Single(host.Stage.Log.Entries, static entry => entry.Stage == "revoke");
    }

    [Fact]
    public async Task A_mint_that_is_refused_is_a_step()
    {
        await using var host = await OpenAsync(environment: "release");
        var outcome = host.Run("Test-TrustedPublisher $index -Mint");
        Assert.Empty(outcome.Errors);
        Assert.Equal(["Exchange"], Failed(outcome));
    }

    [Theory]
    [InlineData("github", CISystem.GitHub, "Owner")]
    [InlineData("gitlab", CISystem.GitLab, "Namespace")]
    [InlineData("google", CISystem.Google, "Email")]
    public async Task The_check_speaks_the_words_of_each_form(string form, CISystem system, string field)
    {
        await using var host = await ModuleHost.OpenAsync(system);
        var outcome = host.Run("Test-TrustedPublisher $index");
        Assert.Empty(Failed(outcome));
        Assert.Contains(outcome.Output, step => (string)step.Properties["Step"].Value == field);
        Assert.Contains($"?provider={form}&", (string)outcome.Output.Single(static step => (string)step.Properties["Step"].Value == "Publisher").Properties["Link"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_taken_apart_offline()
    {
        await using var host = await OpenAsync();
        var outcome = host.Run("$jwt | ConvertFrom-CIIdToken", ("jwt", host.Stage.IssueIdToken("rehearsal")));
        Assert.Equal("rehearsal", outcome.Value("Audience"));
        Assert.Equal(false, outcome.Value("IsVerified"));
        Assert.IsType<DateTime>(((PSObject)outcome.Value("Claims")!).Properties["exp"].Value);
        Assert.Empty(host.Stage.Log.Entries);
    }

    private static Task<ModuleHost> OpenAsync(string environment = "pypi") => ModuleHost.OpenAsync(options => options with
    {
        Publishers = [Publisher.For(new JobIdentity()) with { Environment = environment }],
    });

    private static IEnumerable<string> Failed(Outcome outcome) =>
        outcome.Output.Where(static step => (string)step.Properties["Status"].Value == "Failed").Select(static step => (string)step.Properties["Step"].Value);
}
