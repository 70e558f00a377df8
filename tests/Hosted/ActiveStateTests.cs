using System.Management.Automation;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Rehearsal.Tools;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>ActiveState: from an sdist to a wheel on the index, by a stand-in for the State Tool that really builds and publishes.</summary>
public sealed class ActiveStateTests : IDisposable
{
    private const string Faults = "TRUSTEDPUBLISH_REHEARSAL_STATE_FAULTS";
    private const string Publish = "$null = $ExecutionContext.SessionState.Path.SetLocation($here); Publish-ActiveStateDistribution $dist/* -Repository $index ";
    private const string Configuration = "project: https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555\n";
    private const string Old = "```\nProject: https://platform.activestate.com/octo-org/sampleproject\nTime: 2020-01-01T00:00:00Z\n```\nmain = mine\n";

    private readonly TemporaryFolder _dist = new();
    private readonly TemporaryFolder _project = new();

    public ActiveStateTests()
    {
        Archives.ValidSdist(_dist);
        File.WriteAllText(_project.File("activestate.yaml").FullName, Configuration);
    }

    public void Dispose()
    {
        foreach (var name in new[] { Faults, "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY" }) Environment.SetEnvironmentVariable(name, null);
        _dist.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task An_sdist_becomes_a_wheel_on_the_index()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var result = Assert.Single(Run(host, Publish + "-Verbose").Output);
        Assert.Equal("Published", result.Properties["Status"].Value);
        Assert.Equal(("demo-1.0.tar.gz", "demo", "1.0", "private/octo-org", 1, 1), (Text(result, "FileName"), Text(result, "Project"), Text(result, "Version"), Text(result, "Namespace"), result.Properties["Revision"].Value, result.Properties["Attempt"].Value));
        Assert.Equal($"{host.Index}project/demo/1.0/", result.Properties["Url"].Value.ToString());
        Assert.Equal(host.Index, Text(result, "Repository"));
        Assert.NotNull(host.Stage.Store.Find("demo-1.0-py3-none-any.whl"));
        // The script and the commit that were built stay.
        Assert.Contains($"commitID={Text(result, "CommitId")}", File.ReadAllText(_project.File("activestate.yaml").FullName), StringComparison.Ordinal);
        Assert.Contains($"commitID={Text(result, "CommitId")}", StateToolScript.Parse(File.ReadAllText(Script)).Project, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_project.Path).Length);
        Assert.Equal(["publish", "commit", "eval"], host.Stage.ToolRuns.Select(static run => run.Arguments[0]));
        Assert.All(host.Stage.ToolRuns, static run => Assert.Contains("--non-interactive", run.Arguments));
        Assert.Contains("Running state commit --non-interactive", Run(host, Publish + "-Edit -Force -Verbose").Verbose);
    }

    [Fact]
    public async Task A_namespace_of_folders_and_a_second_version_need_no_edit()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Assert.Equal("private/octo-org/wheels", Text(Assert.Single(Run(host, Publish + "-Namespace private/octo-org/wheels").Output), "Namespace"));
        _dist.File("demo-1.0.tar.gz").Delete();
        Archives.ValidSdist(_dist, version: "1.1");
        Assert.Equal("Published", Text(Assert.Single(Run(host, Publish + "-Namespace private/octo-org/wheels -Force").Output), "Status"));
        Assert.NotNull(host.Stage.Store.Find("demo-1.1-py3-none-any.whl"));
    }

    [Fact]
    public async Task WheelOnly_stops_before_the_index_and_says_how_to_go_on()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var result = Assert.Single(Run(host, Publish + "-WheelOnly").Output);
        Assert.Equal("WheelBuilt", Text(result, "Status"));
        Assert.Null(result.Properties["Url"].Value);
        Assert.Contains("state builds dl", Text(result, "Download"), StringComparison.Ordinal);
        Assert.Equal(["eval", "wheels"], host.Stage.ToolRuns[^1].Arguments.Take(2));
        Assert.Empty(host.Stage.Store.Files);
    }

    [Fact]
    public async Task An_interrupted_build_is_tried_again_by_raising_attempt()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Environment.SetEnvironmentVariable(Faults, "eval:timeout*2");
        var outcome = Run(host, Publish + "-Verbose");
        Assert.Equal(3, Assert.Single(outcome.Output).Properties["Attempt"].Value);
        Assert.Equal(2, outcome.Verbose.Count(static line => line.Contains("Trying again as attempt", StringComparison.Ordinal)));
        Assert.Equal(new StateToolValue.Number(3), Assert.IsType<StateToolValue.Call>(StateToolScript.Parse(File.ReadAllText(Script))["publish_receipt"])["attempt"]);
        Assert.NotNull(host.Stage.Store.Find("demo-1.0-py3-none-any.whl"));
        Assert.Equal(2, Directory.GetFiles(_project.Path).Length);
    }

    [Fact]
    public async Task Tries_are_counted()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Environment.SetEnvironmentVariable(Faults, "eval:timeout");
        Assert.Equal("BuildInterrupted", Run(host, Publish + "-MaximumRetryCount 1").ErrorId);
        Assert.Equal(2, host.Stage.ToolRuns.Count(static run => run.Arguments[0] == "eval"));
        AssertUntouched(null);
    }

    // Where each step fails: what the error is, and that the folder is as it was.
    [Theory]
    [InlineData("publish:API responded with error: forbidden", "IngredientRefused", ErrorCategory.InvalidData)]
    [InlineData("publish:garbled", "StateToolOutputUnreadable", ErrorCategory.ProtocolError)]
    [InlineData("commit:garbled", "StateToolOutputUnreadable", ErrorCategory.ProtocolError)]
    [InlineData("commit:vulnerable", "BuildScriptRefused", ErrorCategory.InvalidData)]
    [InlineData("commit:Warning: You are using an outdated version of the buildscript.", "BuildScriptOutdated", ErrorCategory.InvalidData)]
    [InlineData("commit:To run this command you need to be in an existing project.", "ActiveStateProjectMissing", ErrorCategory.ObjectNotFound)]
    [InlineData("commit:Your activestate.yaml contains an invalid commit ID", "ActiveStateProjectInvalid", ErrorCategory.InvalidData)]
    [InlineData("eval:failed", "BuildFailed", ErrorCategory.InvalidResult)]
    [InlineData("eval:timeout", "BuildInterrupted", ErrorCategory.ResourceUnavailable)]
    public async Task A_step_that_fails_leaves_the_folder_as_it_was(string fault, string id, ErrorCategory category)
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        File.WriteAllText(Script, Old);
        Environment.SetEnvironmentVariable(Faults, fault);
        var outcome = Run(host, Publish + "-Force -MaximumRetryCount 0");
        Assert.Equal((id, category), (outcome.ErrorId, outcome.Error.CategoryInfo.Category));
        Assert.Empty(outcome.Output);
        AssertUntouched(Old);
        if (fault.StartsWith("publish", StringComparison.Ordinal)) return;

        // What it says is true: with -Edit the whole goes through.
        Assert.Contains("-Edit", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(Faults, null);
        Assert.Equal(2, Assert.Single(Run(host, Publish + "-Force -Edit").Output).Properties["Revision"].Value);
    }

    [Fact]
    public async Task A_script_that_is_there_is_replaced_by_Force_alone()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        File.WriteAllText(Script, Old);
        Assert.Equal("BuildScriptExists", Run(host, Publish).ErrorId);
        Assert.Empty(host.Stage.ToolRuns);
        AssertUntouched(Old);
        Assert.Equal("Published", Text(Assert.Single(Run(host, Publish + "-Force").Output), "Status"));
        Assert.DoesNotContain("mine", File.ReadAllText(Script), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_project.Path).Length);
    }

    [Fact]
    public async Task A_version_that_the_catalogue_has_needs_Edit()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Run(host, Publish + "-WheelOnly");
        File.Delete(Script);
        var outcome = Run(host, Publish);
        Assert.Equal(("IngredientExists", ErrorCategory.ResourceExists), (outcome.ErrorId, outcome.Error.CategoryInfo.Category));
        Assert.Contains("-Edit", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.False(File.Exists(Script));
        Assert.Equal(2, Assert.Single(Run(host, Publish + "-Edit").Output).Properties["Revision"].Value);
    }

    [Fact]
    public async Task Edit_without_a_first_version_is_an_error()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var outcome = Run(host, Publish + "-Edit");
        Assert.Equal("IngredientRefused", outcome.ErrorId);
        Assert.Contains("Leave out -Edit", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_login_it_names_the_variable()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Environment.SetEnvironmentVariable("ACTIVESTATE_API_KEY", null);
        var outcome = Run(host, Publish);
        Assert.Equal(("StateToolNotLoggedIn", ErrorCategory.AuthenticationError), (outcome.ErrorId, outcome.Error.CategoryInfo.Category));
        Assert.Contains("ACTIVESTATE_API_KEY", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        AssertUntouched(null);
    }

    [Fact]
    public async Task Without_the_tool_it_says_where_to_get_it()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Environment.SetEnvironmentVariable("PATH", _dist.Path);
        var outcome = Run(host, Publish);
        Assert.Equal(("StateToolMissing", ErrorCategory.ObjectNotFound), (outcome.ErrorId, outcome.Error.CategoryInfo.Category));
        Assert.Contains("https://", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        AssertUntouched(null);
    }

    [Fact]
    public async Task Without_a_project_nothing_is_run()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        _project.File("activestate.yaml").Delete();
        Assert.Equal("ActiveStateProjectMissing", Run(host, Publish).ErrorId);
        File.WriteAllText(_project.File("activestate.yaml").FullName, "lock: main\n");
        Assert.Equal("ActiveStateProjectInvalid", Run(host, Publish).ErrorId);
        Assert.Empty(host.Stage.ToolRuns);
    }

    [Fact]
    public async Task An_index_that_refuses_the_build_is_told_apart_from_a_failed_build()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState, static options => options with { Publishers = [] });
        var outcome = Run(host, Publish);
        Assert.Equal(("BuildUploadRefused", ErrorCategory.PermissionDenied), (outcome.ErrorId, outcome.Error.CategoryInfo.Category));
        Assert.Contains("invalid-publisher", outcome.Error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("the Organization 'octo-org', the ActiveState Project name 'sampleproject'", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("?provider=activestate&organization=octo-org&project=sampleproject", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("Add an ActiveState publisher", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("then run this again with -Edit", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(host.Stage.ToolRuns, static run => run.Arguments[0] == "eval");
        AssertUntouched(null);
    }

    [Fact]
    public async Task A_busy_index_is_asked_again()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        host.Stage.Faults.Add("upload:503*1");
        Assert.Equal(2, Assert.Single(Run(host, Publish).Output).Properties["Attempt"].Value);
    }

    [Fact]
    public async Task Only_one_sdist_is_taken_and_wheels_are_passed_over()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Archives.ValidWheel(_dist);
        Assert.Equal("ActiveStateSdistNeeded", Run(host, "$null = $ExecutionContext.SessionState.Path.SetLocation($here); Publish-ActiveStateDistribution $dist/*.whl -Repository $index").ErrorId);
        Archives.ValidSdist(_dist, "other");
        Assert.Equal("ActiveStateSdistNeeded", Run(host, Publish).ErrorId);
        _dist.File("other-1.0.tar.gz").Delete();
        Assert.Empty(host.Stage.ToolRuns);
        Assert.Equal("demo-1.0.tar.gz", Text(Assert.Single(Run(host, Publish).Output), "FileName"));
    }

    [Fact]
    public async Task An_sdist_that_the_index_would_refuse_goes_nowhere()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        _dist.File("demo-1.0.tar.gz").Delete();
        Archives.Sdist(_dist, "demo-1.0.tar.gz", ("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Dist: not a requirement !\n"), ("demo-1.0/pyproject.toml", ""));
        Assert.Equal("DistributionInvalid", Run(host, Publish).ErrorId);
        Assert.Empty(host.Stage.ToolRuns);
    }

    [Fact]
    public async Task WhatIf_runs_nothing_but_still_checks()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var outcome = Run(host, Publish + "-WhatIf");
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Errors);
        Assert.Null(outcome.Terminating);
        Assert.Empty(host.Stage.ToolRuns);
        Assert.Empty(host.Stage.Log.Entries);
        AssertUntouched(null);
        File.WriteAllText(Script, Old);
        Assert.Equal("BuildScriptExists", Run(host, Publish + "-WhatIf").ErrorId);
    }

    [Fact]
    public async Task The_key_is_shown_nowhere()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var key = Environment.GetEnvironmentVariable("ACTIVESTATE_API_KEY")!;
        Environment.SetEnvironmentVariable(Faults, $"commit:The key {key} is strange");
        var outcome = Run(host, Publish + "-Verbose -Debug:$false");
        Assert.Equal("BuildScriptRefused", outcome.ErrorId);
        Assert.Contains("The key *** is strange", outcome.Error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(outcome.Verbose, static line => line.Contains("The key *** is strange", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Verbose.Append(outcome.Error.ToString()).Append(outcome.Error.Exception.ToString()), line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_in_what_the_tool_prints_is_shown_nowhere_and_a_digest_is()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var digest = new string('a', 64);
        var tokens = new[] { $"pypi-{new string('b', 100)}", "eyJhbGciOiJub25lIn0.eyJhdWQiOiJweXBpIn0.c2lnbmF0dXJl" };
        Environment.SetEnvironmentVariable(Faults, $"eval:{tokens[0]} {tokens[1]} {digest} pypi-publisher");
        var outcome = Run(host, Publish + "-Verbose -Debug:$false");
        Assert.Contains($"*** *** {digest} pypi-publisher", outcome.Error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(outcome.Verbose, line => line.Contains($"*** *** {digest} pypi-publisher", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Verbose.Append(outcome.Error.ToString()).Append(outcome.Error.Exception.ToString()), line => tokens.Any(token => line.Contains(token, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("commit")]
    [InlineData("eval")]
    public async Task Ctrl_C_ends_the_tool_and_puts_the_files_back(string step)
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        File.WriteAllText(Script, Old);
        Environment.SetEnvironmentVariable(Faults, $"{step}:hang");
        using var shell = host.Shell();
        shell.AddScript($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_project.Path}'); Publish-ActiveStateDistribution '{_dist.Path}/*' -Repository {host.Index} -Force");
        var running = shell.BeginInvoke();
        while (!running.IsCompleted && host.Stage.ToolRuns.All(run => run.Arguments[0] != step)) await Task.Yield();
        await Task.Factory.FromAsync(shell.BeginStop(null, null), shell.EndStop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        AssertUntouched(Old);
        Assert.Empty(host.Stage.Store.Files);
    }

    [Theory]
    [InlineData("publish", "may have the version all the same: then run this again with -Edit.")]
    [InlineData("eval", "has the package by now: run this again with -Edit.")]
    public async Task A_time_limit_ends_the_tool_too_and_says_how_to_go_on(string step, string remedy)
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Environment.SetEnvironmentVariable(Faults, $"{step}:hang");
        var outcome = Run(host, Publish + "-TimeoutSec 5");
        Assert.Equal(("OutOfTime", ErrorCategory.OperationTimeout), (outcome.ErrorId, outcome.Error.CategoryInfo.Category));
        Assert.EndsWith(remedy, outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        // This cmdlet has no such switch.
        Assert.DoesNotContain("-SkipExisting", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        AssertUntouched(null);
    }

    [Fact]
    public async Task A_wheel_that_the_index_has_is_not_to_be_built_again()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Environment.SetEnvironmentVariable(Faults, "eval:Message: HTTPError: 400 Bad Request: File already exists");
        var outcome = Run(host, Publish);
        Assert.Equal("BuildUploadRefused", outcome.ErrorId);
        Assert.Contains("needs a higher version, which is published without -Edit", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("by now: run this again with -Edit", outcome.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_GitHub_job_a_failure_stands_on_the_run_s_page()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var summary = _dist.File("summary.md").FullName;
        Environment.SetEnvironmentVariable("GITHUB_ACTIONS", "true");
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", summary);
        Environment.SetEnvironmentVariable(Faults, "eval:failed");
        Assert.Equal("BuildFailed", host.Run(Publish.Replace("$dist/*", "$dist/*.gz", StringComparison.Ordinal), ("dist", _dist.Path), ("here", _project.Path)).ErrorId);
        var text = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
        Assert.StartsWith("### BuildFailed\n", text, StringComparison.Ordinal);
        Assert.Contains("-Edit", text, StringComparison.Ordinal);
        Assert.Contains("::error title=BuildFailed::", host.LogCommands.ToString(), StringComparison.Ordinal);
    }

    private string Script => _project.File("buildscript.as").FullName;

    private Outcome Run(ModuleHost host, string script) => host.Run(script, ("dist", _dist.Path), ("here", _project.Path));

    private static string Text(PSObject result, string property) => (string)result.Properties[property].Value;

    /// <summary>The project's files are what they were, and nothing lies beside them.</summary>
    private void AssertUntouched(string? script)
    {
        Assert.Equal(Configuration, File.ReadAllText(_project.File("activestate.yaml").FullName));
        Assert.Equal(script, File.Exists(Script) ? File.ReadAllText(Script) : null);
        Assert.Equal(script is null ? 1 : 2, Directory.GetFileSystemEntries(_project.Path).Length);
    }
}
