using System.Diagnostics;
using System.Globalization;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Core.Tools;

namespace TrustedPublish.Unit.Tools;

public sealed class ExternalToolTests : IDisposable
{
    private readonly Script _script = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task Tells_output_error_and_exit_code_apart()
    {
        _script.Write("tool", "echo said; echo 'went wrong' >&2; exit 3", "echo said\necho went wrong>&2\nexit /b 3");
        var result = await Tool().RunAsync([], Stop);
        Assert.Equal(3, result.ExitCode);
        Assert.False(result.IsSuccess);
        Assert.Equal("said", result.Output.Trim());
        Assert.Equal("went wrong", result.Error.Trim());
        Assert.Equal("went wrong", result.Message);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space")]
    [InlineData("$HOME `id` $(id) 'quoted'")]
    [InlineData("a & b | c > d < e ^ f ! g")]
    public async Task Hands_each_argument_over_as_it_is(string argument)
    {
        _script.Write("tool", "printf '%s\\n' \"$#\" \"$1\"", "echo 1\necho(%1");
        var lines = (await Tool().RunAsync([argument], Stop)).Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("1", lines[0]);
        // A batch file sees the quotes around its argument; the program that it calls does not.
        Assert.Equal(argument, OperatingSystem.IsWindows() ? lines[1].Trim('"') : lines[1]);
    }

    [Fact]
    public async Task Keeps_letters_of_all_scripts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "What echo writes there depends on the console's code page.");
        _script.Write("tool", "printf 'é漢😀'", "");
        Assert.Equal("é漢😀", (await Tool().RunAsync([], Stop)).Output);
    }

    [Fact]
    public async Task One_that_asks_gets_the_end_of_input()
    {
        _script.Write("tool", "read answer || echo nobody", "set answer=nobody\nset /p answer=\necho %answer%");
        Assert.Equal("nobody", (await Tool().RunAsync([], Stop)).Output.Trim());
    }

    [Fact]
    public async Task Sees_the_job_s_variables()
    {
        _script.Write("tool", "echo $CI_SYSTEM", "echo %CI_SYSTEM%");
        var job = new JobEnvironment(name => name == "CI_SYSTEM" ? "ours" : _script.Job[name], static () => ["CI_SYSTEM"]);
        Assert.Equal("ours", (await ExternalTool.Find("tool", job)!.RunAsync([], Stop)).Output.Trim());
    }

    [Fact]
    public async Task A_secret_arrives_on_standard_input()
    {
        _script.Write("tool", "cat", "findstr .*");
        Assert.Equal("pypi-secret", (await Tool().RunAsync([], Stop, input: new Secret("pypi-secret"))).Output.Trim());
    }

    [Fact]
    public async Task One_that_reads_no_input_is_no_failure()
    {
        _script.Write("tool", "exec <&-; echo done", "echo done");
        Assert.Equal("done", (await Tool().RunAsync([], Stop, input: new Secret(new string('x', 200_000)))).Output.Trim());
    }

    [Fact]
    public async Task Lines_come_one_by_one_and_the_last_without_its_end_too()
    {
        _script.Write("tool", "echo one; echo two >&2; printf three", "echo one\necho two>&2\necho three");
        var lines = new List<string>();
        await Tool().RunAsync([], Stop, onLine: lines.Add);
        Assert.Equal(["one", "three", "two"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Runs_where_it_is_told()
    {
        _script.Write("tool", "pwd -P", "cd");
        var folder = Directory.CreateDirectory(Path.Combine(_script.Folder, "elsewhere"));
        Assert.Equal("elsewhere", Path.GetFileName((await Tool().RunAsync([], Stop, workingDirectory: folder.FullName)).Output.Trim()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" >&2")]
    public async Task One_that_never_stops_talking_is_ended(string stream)
    {
        _script.Write("tool", $"while :; do echo 0123456789012345678901234567890123456789{stream}; done", $":again\necho 0123456789012345678901234567890123456789{stream}\ngoto again");
        var failure = await Assert.ThrowsAsync<PublishException>(() => Tool().RunAsync([], Stop));
        Assert.Equal(FailureKind.ToolFailed, failure.Kind);
        Assert.Contains("1024 KiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_it_with_what_it_started()
    {
        _script.Write("tool", "sleep 600 & echo $!; echo $$; wait", "powershell -NoProfile -Command \"$PID; [Threading.Thread]::Sleep(600000)\"");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var ids = new List<int>();
        var run = Tool().RunAsync([], cancel.Token, onLine: line =>
        {
            ids.Add(int.Parse(line, CultureInfo.InvariantCulture));
            if (ids.Count == (OperatingSystem.IsWindows() ? 1 : 2)) cancel.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.All(ids, static id => Assert.True(IsGone(id), $"{id} still runs."));
    }

    [Fact]
    public async Task What_it_left_running_does_not_hold_it_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "cmd.exe has no way to leave a child with its streams behind.");
        _script.Write("tool", "sleep 600 & echo $!", "");
        var watch = Stopwatch.StartNew();
        var output = (await Tool().RunAsync([], Stop)).Output;
        using var left = Process.GetProcessById(int.Parse(output, CultureInfo.InvariantCulture));
        left.Kill();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Is_found_on_PATH_only()
    {
        _script.Write("tool", "exit 0", "exit /b 0");
        Assert.Equal(_script.Folder, Path.GetDirectoryName(Tool().FullName));
        Assert.Null(ExternalTool.Find("other", _script.Job));
        Assert.Null(ExternalTool.Find("tool", With(null)));
        Assert.Null(ExternalTool.Find(Path.Combine(_script.Folder, "tool"), _script.Job));
        Assert.Null(ExternalTool.Find("", _script.Job));
    }

    [Fact]
    public void Relative_folders_of_PATH_do_not_count()
    {
        _script.Write("tool", "exit 0", "exit /b 0");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _script.Folder);
        Assert.SkipWhen(Path.IsPathFullyQualified(relative), "The temporary folder is on another drive.");
        Assert.Null(ExternalTool.Find("tool", With(string.Join(Path.PathSeparator, "", ".", relative))));
        Assert.NotNull(ExternalTool.Find("tool", With(string.Join(Path.PathSeparator, "", ".", relative, _script.Folder))));
    }

    [Fact]
    public void A_file_that_may_not_be_run_is_none()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the extension decides.");
        File.WriteAllText(Path.Combine(_script.Folder, "tool"), "#!/bin/sh\n");
        Directory.CreateDirectory(Path.Combine(_script.Folder, "folder"));
        Assert.Null(ExternalTool.Find("tool", _script.Job));
        Assert.Null(ExternalTool.Find("folder", _script.Job));
        // A link's own mode is open to everyone; its target's counts.
        File.CreateSymbolicLink(Path.Combine(_script.Folder, "link"), Path.Combine(_script.Folder, "tool"));
        Assert.Null(ExternalTool.Find("link", _script.Job));
    }

    [Fact]
    public async Task One_that_cannot_be_started_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "cmd.exe runs any text.");
        _script.Write("tool", "exit 0", "");
        await File.WriteAllTextAsync(Path.Combine(_script.Folder, "tool"), "\u007fno program", Stop);
        var failure = await Assert.ThrowsAsync<PublishException>(() => Tool().RunAsync([], Stop));
        Assert.Equal(FailureKind.ToolFailed, failure.Kind);
        Assert.Contains("can't be started", failure.Message, StringComparison.Ordinal);
    }

    private static JobEnvironment With(string? path) => new(name => name == "PATH" ? path : null);

    private static bool IsGone(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            // A child whose parent was ended too stays listed for the moment until init has taken it.
            return process.WaitForExit(10_000);
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private ExternalTool Tool() => ExternalTool.Find("tool", _script.Job)!;
}
