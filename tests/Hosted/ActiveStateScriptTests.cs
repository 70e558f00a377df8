using TrustedPublish.Hosted.Support;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Rehearsal.Tools;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted;

/// <summary>New-ActiveStateBuildScript: what it writes is read by the stand-in's own reader.</summary>
public sealed class ActiveStateScriptTests : IDisposable
{
    private const string Make = "$null = $ExecutionContext.SessionState.Path.SetLocation($here); New-ActiveStateBuildScript demo 1.0 2026-07-21T10:31:56Z ";
    private const string Project = "https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555";

    private readonly TemporaryFolder _project = new();

    public ActiveStateScriptTests() => File.WriteAllText(_project.File("activestate.yaml").FullName, $"project: {Project}\n");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_script_is_made_of_what_the_folder_and_the_index_say()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        var text = Assert.IsType<string>(Assert.Single(Run(host, Make + "-Repository $index -Attempt 2").Output).BaseObject);
        var script = StateToolScript.Parse(text);
        Assert.Equal(new DateTimeOffset(2026, 7, 21, 10, 31, 56, TimeSpan.Zero), script.Time);
        Assert.Equal(Project, script.Project);
        var publisher = Assert.IsType<StateToolValue.Call>(script["publish_receipt"]);
        Assert.Equal(("rehearsal", host.Stage.IndexUrl.Authority), (publisher.String("audience"), publisher.String("pypi_uri")));
        Assert.Equal(new StateToolValue.Number(2), publisher["attempt"]);
    }

    [Fact]
    public async Task A_script_is_written_with_Path_and_replaced_with_Force()
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        const string make = Make + "-Path . ";
        Assert.Empty(Run(host, make + "-WhatIf").Output);
        Assert.False(File.Exists(Script));
        Assert.Equal(Script, Assert.IsType<FileInfo>(Assert.Single(Run(host, make).Output).BaseObject).FullName);
        var first = File.ReadAllText(Script);
        Assert.Equal("BuildScriptExists", Run(host, make + "-Attempt 2").ErrorId);
        Assert.Equal(first, File.ReadAllText(Script));
        Run(host, make + "-Attempt 2 -Force");
        Assert.Contains("attempt = 2", File.ReadAllText(Script), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Namespace octo-org", "BuildScriptValueInvalid")]
    [InlineData("-Platform solaris", "BuildScriptValueInvalid")]
    [InlineData("-PythonVersion '3.10\"'", "BuildScriptValueInvalid")]
    [InlineData("-ProjectUrl http://example.org", "BuildScriptValueInvalid")]
    [InlineData("-Repository https://example.org/path/ -Audience x", "BuildScriptValueInvalid")]
    [InlineData("-Repository nonsense", "IndexAddressInvalid")]
    [InlineData("-Path nodrive:/x", "PathNotInFileSystem")]
    public async Task A_value_that_no_script_may_have_is_an_error(string argument, string id)
    {
        await using var host = await ModuleHost.OpenAsync(CISystem.ActiveState);
        Assert.Equal(id, Run(host, Make + argument).ErrorId);
    }

    private string Script => _project.File("buildscript.as").FullName;

    private Outcome Run(ModuleHost host, string script) => host.Run(script, ("here", _project.Path));
}
