using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Unit.Support;
using TrustedPublish.Unit.Tools;

namespace TrustedPublish.Unit.Identity;

/// <summary>The systems that are asked by a program: what it is told, and each way that it fails.</summary>
public sealed class ToolTokenTests : IDisposable
{
    private const string Prefix = "{\"aud\":\"";
    private readonly Script _script = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _script.Dispose();

    [Theory]
    [InlineData("Buildkite", "oidc request-token --audience rehearsal")]
    [InlineData("CircleCI", "run oidc get --claims " + Prefix + "rehearsal\"} --root-issuer")]
    public async Task Asks_the_program_for_the_audience(string system, string arguments)
    {
        // What it was told, it tells on standard error.
        Write(system, "echo \"$*\" >&2; exit 1", "echo %*>&2\nexit /b 1");
        var failure = await FailureAsync(system, FailureKind.ToolFailed);
        Assert.Contains(arguments, OperatingSystem.IsWindows() ? failure.Message.Replace("\"", "", StringComparison.Ordinal).Replace("{aud:rehearsal}", Prefix + "rehearsal\"}", StringComparison.Ordinal) : failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Buildkite")]
    [InlineData("CircleCI")]
    public async Task Takes_what_it_prints(string system)
    {
        var jwt = Jwt.With("""{"aud":"rehearsal","exp":4000000000}""");
        Write(system, $"echo 'agent: a warning' >&2; echo {jwt}", $"echo a warning>&2\necho {jwt}");
        await using var wire = await Wire.OpenAsync();
        var token = await Provider(system, wire).RequestAsync("rehearsal", Stop);
        Assert.Equal(jwt, token.Value.Reveal());
        Assert.Equal(system, token.Provider);
        Assert.Contains(wire.Lines, static line => line.Contains("PyPI has no trusted publisher", StringComparison.Ordinal));
        Assert.DoesNotContain(wire.Lines, line => line.Contains(jwt, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Buildkite", "buildkite-agent")]
    [InlineData("CircleCI", "circleci")]
    public async Task Names_a_program_that_is_missing(string system, string tool)
    {
        var failure = await FailureAsync(system, FailureKind.ToolNotFound);
        Assert.Equal(tool, failure.Target);
        Assert.Contains($"'{tool}'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Buildkite")]
    [InlineData("CircleCI")]
    public async Task Passes_on_what_a_failing_program_says_without_tokens(string system)
    {
        var jwt = Jwt.With("""{"aud":"rehearsal"}""");
        Write(system, $"echo 'no job' >&2; echo {jwt} >&2; exit 3", $"echo no job>&2\necho {jwt}>&2\nexit /b 3");
        var failure = await FailureAsync(system, FailureKind.ToolFailed);
        Assert.Contains("(exit code 3): no job", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(jwt.Split('.')[1], failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_program_that_fails_in_silence_the_exit_code_is_told_once()
    {
        Write("Buildkite", "exit 3", "exit /b 3");
        Assert.EndsWith("gave no ID token (exit code 3): it said nothing.", (await FailureAsync("Buildkite", FailureKind.ToolFailed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Buildkite", "")]
    [InlineData("CircleCI", "")]
    [InlineData("Buildkite", "nonsense")]
    [InlineData("CircleCI", "nonsense")]
    public async Task Refuses_what_is_no_token(string system, string text)
    {
        Write(system, $"echo '{text}'", text.Length == 0 ? "exit /b 0" : $"echo {text}");
        var failure = await FailureAsync(system, FailureKind.IdTokenMalformed);
        Assert.DoesNotContain("nonsense", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Buildkite")]
    [InlineData("CircleCI")]
    public async Task Ends_one_that_hangs(string system)
    {
        Write(system, "sleep 600", "powershell -NoProfile -Command \"[Threading.Thread]::Sleep(600000)\"");
        var failure = await FailureAsync(system, FailureKind.ToolTimedOut, TimeSpan.FromMilliseconds(300));
        Assert.Contains("was ended", failure.Message, StringComparison.Ordinal);
    }

    private void Write(string system, string unix, string windows) => _script.Write(system == "Buildkite" ? "buildkite-agent" : "circleci", unix, windows);

    private IIdentityProvider Provider(string system, Wire wire) =>
        system == "Buildkite" ? new Buildkite(_script.Job, wire.Transport) : new CircleCI(_script.Job, wire.Transport);

    private async Task<PublishException> FailureAsync(string system, FailureKind kind, TimeSpan? limit = null)
    {
        await using var wire = await Wire.OpenAsync(http: options => options with { RequestTimeout = limit ?? options.RequestTimeout });
        var failure = await Assert.ThrowsAsync<PublishException>(() => Provider(system, wire).RequestAsync("rehearsal", Stop));
        Assert.Equal(kind, failure.Kind);
        Assert.NotEmpty(failure.Remedy);
        Assert.False(failure.IsTransient);
        return failure;
    }
}
