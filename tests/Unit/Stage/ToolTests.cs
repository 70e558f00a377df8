using System.Diagnostics;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage;

/// <summary>The stand-ins for programs on PATH, each really started.</summary>
public sealed class ToolTests
{
    private static readonly string[] ForBuildkite = ["oidc", "request-token", "--audience", "rehearsal"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Buildkites_agent_prints_a_token()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Buildkite);
        Assert.StartsWith($"{visitor.Stage.ToolFolder}{Path.PathSeparator}", visitor.Stage.Environment["PATH"], StringComparison.Ordinal);
        var (code, output, error) = await RunAsync(visitor, "buildkite-agent", ForBuildkite);
        Assert.Equal((0, ""), (code, error));
        Assert.Null((await visitor.MintAsync(output.Trim())).Refusal);
        var run = Assert.Single(visitor.Stage.ToolRuns);
        Assert.Equal(("buildkite-agent", string.Join(' ', ForBuildkite)), (run.Name, string.Join(' ', run.Arguments)));
        Assert.Single(visitor.Stage.Log.Entries, static entry => entry.Stage == "tool");
    }

    [Fact]
    public async Task Its_tokens_are_new_each_time_and_live_as_long_as_is_asked()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Buildkite);
        var first = CIJobTests.Claims((await RunAsync(visitor, "buildkite-agent", [.. ForBuildkite, "--lifetime", "60"])).Output.Trim());
        var second = CIJobTests.Claims((await RunAsync(visitor, "buildkite-agent", ["oidc", "request-token"])).Output.Trim());
        Assert.Equal(60, first["exp"].GetInt64() - first["iat"].GetInt64());
        Assert.NotEqual(first["jti"].GetString(), second["jti"].GetString());
        Assert.Equal("https://buildkite.com/octo-org", second["aud"].GetString());
    }

    [Fact]
    public async Task It_hides_what_it_is_told_to()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Buildkite);
        Assert.Equal(0, (await RunAsync(visitor, "buildkite-agent", ["redactor", "add"], "pypi-secret & \"more\"\n")).Code);
        Assert.Equal(["pypi-secret & \"more\""], visitor.Stage.Hidden);
    }

    [Fact]
    public async Task CircleCIs_program_takes_the_audience_as_JSON()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.CircleCI);
        var (code, output, error) = await RunAsync(visitor, "circleci", ["run", "oidc", "get", "--claims", """{"aud":"rehearsal"}""", "--root-issuer"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Null((await visitor.MintAsync(output.Trim())).Refusal);
        // The quotes have come through the script.
        Assert.Equal("""{"aud":"rehearsal"}""", Assert.Single(visitor.Stage.ToolRuns).Arguments[4]);
    }

    [Fact]
    public async Task Without_the_roots_issuer_no_index_knows_the_token()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.CircleCI);
        var (_, output, _) = await RunAsync(visitor, "circleci", ["run", "oidc", "get", "--claims", """{"aud":"rehearsal"}"""]);
        Assert.Equal("invalid-payload: unknown trusted publishing issuer", (await visitor.MintAsync(output.Trim())).Refusal);
    }

    [Theory]
    [InlineData(CISystem.Buildkite, "buildkite-agent", "nonsense", "unknown command")]
    [InlineData(CISystem.Buildkite, "buildkite-agent", "oidc request-token --audience", "flag needs an argument")]
    [InlineData(CISystem.CircleCI, "circleci", "run oidc get --claims {aud}", "not a JSON object")]
    public async Task A_wrong_command_fails_with_a_text(CISystem system, string tool, string arguments, string text)
    {
        await using var visitor = await Visitor.OpenAsync(system);
        var (code, output, error) = await RunAsync(visitor, tool, arguments.Split(' '));
        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_as_it_is_told_to()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Buildkite, static options => options with { ToolFailure = new ToolFailure(3, "fatal: this job may not request an OIDC token") });
        var (code, output, error) = await RunAsync(visitor, "buildkite-agent", ForBuildkite);
        Assert.Equal((3, "", "buildkite-agent: fatal: this job may not request an OIDC token"), (code, output, error.Trim()));
        visitor.Stage.ToolFailure = null;
        Assert.Equal(0, (await RunAsync(visitor, "buildkite-agent", ForBuildkite)).Code);
    }

    [Theory]
    [InlineData("tool:503", 1, "")]
    [InlineData("tool:reset-after", 1, "")]
    [InlineData("tool:garbage", 0, "Please sign in")]
    [InlineData("tool:badjson", 0, "[1,2]")]
    public async Task A_fault_hits_one_start(string fault, int code, string output)
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Buildkite);
        visitor.Stage.Faults.Add(fault);
        var hit = await RunAsync(visitor, "buildkite-agent", ForBuildkite);
        Assert.Equal(code, hit.Code);
        Assert.Contains(output, hit.Output, StringComparison.Ordinal);
        Assert.Equal(code == 0, hit.Error.Length == 0);
        Assert.Null((await visitor.MintAsync((await RunAsync(visitor, "buildkite-agent", ForBuildkite)).Output.Trim())).Refusal);
    }

    [Fact]
    public async Task It_hangs_until_it_is_ended()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Buildkite);
        visitor.Stage.Faults.Add("tool:hang");
        using var process = Start(visitor, "buildkite-agent", ForBuildkite);
        process.StandardInput.Close();
        while (visitor.Stage.Log.MostAtOnce("tool") == 0) await Task.Yield();
        Assert.False(process.HasExited);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Stop);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task They_go_with_the_stage()
    {
        var visitor = await Visitor.OpenAsync(CISystem.CircleCI);
        var folder = visitor.Stage.ToolFolder;
        Assert.True(Directory.Exists(folder));
        await visitor.DisposeAsync();
        Assert.False(Directory.Exists(folder));
    }

    private static Process Start(Visitor visitor, string tool, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(visitor.Stage.ToolFolder!, OperatingSystem.IsWindows() ? $"{tool}.cmd" : tool), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in visitor.Stage.Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(Visitor visitor, string tool, string[] arguments, string input = "")
    {
        using var process = Start(visitor, tool, arguments);
        await process.StandardInput.WriteAsync(input.AsMemory(), Stop);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output, await error);
    }
}
