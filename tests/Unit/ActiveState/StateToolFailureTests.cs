using TrustedPublish.Core.ActiveState;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Unit.ActiveState;

/// <summary>What the tool prints, and what it means.</summary>
public sealed class StateToolFailureTests
{
    [Theory]
    [InlineData(nameof(StateToolStep.Publish), "Authentication is required. Please authenticate by running 'state auth'", FailureKind.StateToolNotLoggedIn)]
    [InlineData(nameof(StateToolStep.Commit), "You are not authenticated. Authenticate with 'state auth'.", FailureKind.StateToolNotLoggedIn)]
    [InlineData(nameof(StateToolStep.Evaluate), "You need to authenticate to evaluate a target", FailureKind.StateToolNotLoggedIn)]
    [InlineData(nameof(StateToolStep.Publish), "Ingredient with namespace 'private/o' and name 'demo' already exists. To edit an existing ingredient you need to pass the '--edit' flag.", FailureKind.IngredientExists)]
    [InlineData(nameof(StateToolStep.Publish), "Could not find ingredient to edit with name: 'demo', namespace: 'private/o'.", FailureKind.IngredientRefused)]
    [InlineData(nameof(StateToolStep.Publish), "API responded with error: forbidden", FailureKind.IngredientRefused)]
    [InlineData(nameof(StateToolStep.Commit), "To run this command you need to be in an existing project. You can create a new project with state init.", FailureKind.ActiveStateProjectMissing)]
    [InlineData(nameof(StateToolStep.Evaluate), "Your activestate.yaml contains an invalid commit ID: ''. Please run 'state reset' to fix it.", FailureKind.ActiveStateProjectInvalid)]
    [InlineData(nameof(StateToolStep.Commit), "Warning: You are using an outdated version of the buildscript. Please run 'state reset LOCAL'.", FailureKind.BuildScriptOutdated)]
    [InlineData(nameof(StateToolStep.Commit), "Could not parse build script: buildscript.as:1:2: unexpected token", FailureKind.BuildScriptRefused)]
    [InlineData(nameof(StateToolStep.Commit), "The branch you're trying to update has changed remotely. Please run 'state pull'.", FailureKind.BuildScriptRefused)]
    [InlineData(nameof(StateToolStep.Commit), "Aborting because State Tool is running in non-interactive mode.", FailureKind.BuildScriptRefused)]
    [InlineData(nameof(StateToolStep.Evaluate), "The following artifacts failed to build.\nMessage: error: timeout is no known option", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: error: command 'gcc' failed", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "creating temporary directory /tmp/tmpq3x1\nMessage: error: command '/usr/bin/gcc' failed with exit code 1", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Temporarily disabling build isolation\nMessage: ERROR: Could not build wheels for demo, which is required to install pyproject.toml-based projects", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: demo.c:4:5: error: unknown type name 'transient'", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: demo.cpp:9:17: error: cannot bind non-const lvalue reference to a temporary", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: configure: error: no acceptable C compiler found. Install one and try again.", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: SyntaxError: unexpected EOF while parsing", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: build.sh: line 7: unexpected EOF while looking for matching `\"'", FailureKind.BuildFailed)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: Post \"https://upload.pypi.org/legacy/\": unexpected EOF", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: [Errno -3] Temporary failure in name resolution", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: the service is temporarily unavailable", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: HTTPSConnectionPool(host='upload.pypi.org'): Read timed out.", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: dial tcp: i/o timeout", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Timed out waiting for build plan", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "You may want to retry this command if the failure was related to a resourcing or networking issue.", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: HTTPError: 503 Service Unavailable from https://upload.pypi.org/legacy/", FailureKind.BuildInterrupted)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: 422 Client Error {\"errors\":[{\"code\":\"invalid-publisher\"}]} timed out", FailureKind.BuildUploadRefused)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: HTTPError: 400 Bad Request: File already exists ('demo-1.0.whl')", FailureKind.BuildUploadRefused)]
    [InlineData(nameof(StateToolStep.Evaluate), "Message: HTTPError: 403 Forbidden", FailureKind.BuildUploadRefused)]
    [InlineData(nameof(StateToolStep.Evaluate), "", FailureKind.BuildFailed)]
    public void Each_text_has_its_kind(string step, string said, FailureKind kind)
    {
        var failure = StateToolFailures.Explain(Enum.Parse<StateToolStep>(step), $" x {said}\n", 1);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(kind == FailureKind.BuildInterrupted, failure.IsTransient);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void The_message_is_the_error_without_what_stands_around_it()
    {
        var failure = StateToolFailures.Explain(
            StateToolStep.Evaluate, "█ Evaluating target: wheels\n\n x Failed\n x The following artifacts failed to build:\n  demo\n\n█ Need More Help?\n • Ask For Help → https://example.org/", 1);
        Assert.Equal("The build failed: The following artifacts failed to build: demo", failure.Message);
    }

    [Fact]
    public void Silence_is_told_with_its_exit_code() =>
        Assert.Contains("exit code 7", StateToolFailures.Explain(StateToolStep.Publish, "", 7).Message, StringComparison.Ordinal);

    [Fact]
    public void What_was_published_is_read_from_the_last_lines()
    {
        var read = PublishedIngredient.Parse("Name: other\nname: demo\nSuccessfully published as:\nName: demo-pkg\nNamespace: private/o\nVersion: 1.0\nRevision: 2\nTimestamp: 2026-07-21T10:31:56Z\r\n", "Demo.Pkg");
        Assert.Equal(("demo-pkg", "private/o", "1.0", 2, new DateTimeOffset(2026, 7, 21, 10, 31, 56, TimeSpan.Zero)), (read.Name, read.Namespace.Text, read.Version, read.Revision, read.Timestamp));
    }

    [Theory]
    [InlineData("Name: demo\nNamespace: private/o\nVersion: 1.0\nRevision: 2\n")]
    [InlineData("Name: demo\nNamespace: private/o\nVersion: 1.0\nRevision: 2\nTimestamp: soon\n")]
    [InlineData("Name: demo\nNamespace: private/o\nVersion: 1.0\nRevision: two\nTimestamp: 2026-07-21T10:31:56Z\n")]
    [InlineData("Name: other\nNamespace: private/o\nVersion: 1.0\nRevision: 2\nTimestamp: 2026-07-21T10:31:56Z\n")]
    [InlineData("")]
    public void What_can_t_be_read_is_an_error(string output) =>
        Assert.Equal(FailureKind.StateToolOutputUnreadable, Assert.Throws<PublishException>(() => PublishedIngredient.Parse(output, "demo")).Kind);
}
