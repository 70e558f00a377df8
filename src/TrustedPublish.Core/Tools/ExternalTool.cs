using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Tools;

/// <summary>
/// Another program that this module asks, found on PATH and run without a shell. It gets no terminal and an end of input at
/// once, so that what would ask a question fails instead of waiting for an answer.
/// </summary>
public sealed class ExternalTool
{
    private const int LongestOutput = 1024 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly JobEnvironment _environment;

    private ExternalTool(string fullName, JobEnvironment environment)
    {
        FullName = fullName;
        _environment = environment;
    }

    /// <summary>Where it lies.</summary>
    public string FullName { get; }

    /// <summary>
    /// The first program called <paramref name="name"/> in the folders of PATH, or null; on Windows with an extension of PATHEXT, on
    /// other systems with an executable bit. It will run with these variables over those of this process.
    /// </summary>
    public static ExternalTool? Find(string name, JobEnvironment environment) =>
        ToolSearch.Find(name, environment) is { } path ? new ExternalTool(path, environment) : null;

    /// <summary>
    /// Runs it to its end, whatever its exit code. When <paramref name="cancellationToken"/> is cancelled, or more than 1 MiB comes out
    /// of one stream, it is ended with all that it started, and awaited.
    /// </summary>
    /// <param name="arguments">What it gets, each as one argument whatever characters are in it.</param>
    /// <param name="cancellationToken">Ends it; a caller that limits the time links its limit here.</param>
    /// <param name="workingDirectory">An absolute path; null for that of this process.</param>
    /// <param name="input">Written to its standard input, which is then closed; null for an empty one.</param>
    /// <param name="onLine">Gets each line of both streams as it comes, one at a time, from any thread.</param>
    /// <exception cref="PublishException"><see cref="FailureKind.ToolFailed"/>: it can't be started, or says too much.</exception>
    /// <exception cref="OperationCanceledException">It was ended before it was through.</exception>
    public async Task<ToolResult> RunAsync(
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        string? workingDirectory = null,
        Secret? input = null,
        Action<string>? onLine = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(Describe(arguments, workingDirectory));
        var line = onLine is null ? null : OneAtATime(onLine);
        var output = new BoundedOutput(process.StandardOutput, LongestOutput, line);
        var error = new BoundedOutput(process.StandardError, LongestOutput, line);
        Task<bool> readOutput = output.ReadAsync(), readError = error.ReadAsync();
        try
        {
            await WriteAsync(process.StandardInput, input, cancellationToken);
            await AwaitAsync(process, [readOutput, readError], cancellationToken);
        }
        finally
        {
            await EndAsync(process);
        }

        if (output.IsTooLong || error.IsTooLong)
        {
            throw new PublishException(
                FailureKind.ToolFailed,
                $"{FullName} wrote more than {LongestOutput / 1024} KiB and was ended.",
                "That is not what this program says here. Check which one comes first on PATH.") { Target = FullName };
        }

        return new ToolResult(process.ExitCode, output.Text, error.Text);
    }

    private static Action<string> OneAtATime(Action<string> onLine)
    {
        var turn = new object();
        return line =>
        {
            lock (turn) onLine(line);
        };
    }

    private static async Task WriteAsync(StreamWriter standardInput, Secret? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null) await standardInput.WriteAsync(input.Reveal().AsMemory(), cancellationToken);
            await standardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading: its exit code tells more.
        }
    }

    /// <summary>Until both streams and the program have ended, one stream is too long, or the caller has enough.</summary>
    private static async Task AwaitAsync(Process process, IReadOnlyList<Task<bool>> streams, CancellationToken cancellationToken)
    {
        var ended = process.WaitForExitAsync(cancellationToken);
        var waiting = new List<Task>([ended, .. streams]);
        while (waiting.Contains(ended))
        {
            var next = await Task.WhenAny(waiting);
            await next;
            if (next is Task<bool> stream && await stream) return;
            waiting.Remove(next);
        }

        try
        {
            // What it started and left running may hold the streams open for ever.
            await Task.WhenAll(streams).WaitAsync(Grace, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It, or one that it started, ended by itself in between.
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    private Process Start(ProcessStartInfo description)
    {
        try
        {
            return Process.Start(description)!;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new PublishException(
                FailureKind.ToolFailed,
                $"{FullName} can't be started: {exception.Message}",
                "Check that it is made for this system and may be run by this user.",
                exception) { Target = FullName };
        }
    }

    private ProcessStartInfo Describe(IReadOnlyList<string> arguments, string? workingDirectory)
    {
        var description = new ProcessStartInfo(FullName)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var name in _environment == JobEnvironment.Process ? [] : _environment.Names) description.Environment[name] = _environment[name];
        if (OperatingSystem.IsWindows() && BatchCommandLine.Applies(FullName))
        {
            if (!arguments.Append(FullName).All(BatchCommandLine.Allows))
            {
                throw new PublishException(
                    FailureKind.ToolFailed,
                    $"{FullName} is a batch file, to which '%' and line ends can't be handed safely.",
                    "Put the program itself (.exe) on PATH before it.") { Target = FullName };
            }

            description.FileName = Path.Combine(Environment.SystemDirectory, "cmd.exe");
            description.Arguments = BatchCommandLine.Build(FullName, arguments);
        }
        else
        {
            foreach (var argument in arguments) description.ArgumentList.Add(argument);
        }

        return description;
    }
}
