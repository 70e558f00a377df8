using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TrustedPublish.Bench.Measure;

/// <summary>
/// Measures whole processes, Linux and macOS. The system counts the CPU time and the peak memory of all children together,
/// so each process gets a parent of its own: this program once more, which starts nothing else.
/// </summary>
internal static partial class Meter
{
    /// <summary>The first word by which this program knows that it is such a parent.</summary>
    public const string Verb = "measure";

    /// <summary>Longer than anything here takes: what runs on then hangs.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    // getrusage(2): all children that have ended and been waited for.
    private const int OfChildren = -1;

    /// <summary>Runs a command to its end; with <paramref name="mayFail"/> also one that ends with an error.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    /// <exception cref="TimeoutException">It was still running after <see cref="LongestRun"/>, and was killed.</exception>
    public static async Task<Usage> RunAsync(string command, IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken, bool mayFail = false)
    {
        var result = Path.GetTempFileName();
        using var deadline = new CancellationTokenSource(LongestRun);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, result, command, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
            start.Environment["NO_COLOR"] = "1";
            using var process = Process.Start(start)!;
            await using var stop = ending.Token.Register(() => process.Kill(entireProcessTree: true));
            // To their end, which a killed process has at once: none is left running when this returns.
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            await Task.WhenAll(output, errors, process.WaitForExitAsync(CancellationToken.None));
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested) throw new TimeoutException($"{command} was still running after {LongestRun.TotalSeconds:0} s: {await output}{await errors}");
            var written = await File.ReadAllTextAsync(result, CancellationToken.None);
            if (written.Length == 0 || (process.ExitCode != 0 && !mayFail)) throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {await output}{await errors}");
            var numbers = written.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return new Usage(TimeSpan.FromMicroseconds(numbers[0]), TimeSpan.FromMicroseconds(numbers[1]), numbers[2], process.ExitCode, await output);
        }
        finally
        {
            File.Delete(result);
        }
    }

    /// <summary>The parent: starts the command with its own streams, and writes what it took to the file.</summary>
    public static int Measure(string resultFile, string command, IEnumerable<string> words)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command, words))!;
        process.WaitForExit();
        watch.Stop();
        if (GetUsage(OfChildren, out var usage) != 0) throw new InvalidOperationException($"getrusage failed with {Marshal.GetLastPInvokeError()}.");
        // macOS counts bytes where Linux counts KiB.
        var peak = usage.PeakResident * (OperatingSystem.IsMacOS() ? 1 : 1024);
        File.WriteAllText(resultFile, string.Create(CultureInfo.InvariantCulture, $"{(long)watch.Elapsed.TotalMicroseconds} {usage.User.Microseconds + usage.System.Microseconds} {peak}"));
        return process.ExitCode;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, out ResourceUsage usage);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public long WholeSeconds;

        // Four bytes on macOS, and four of padding that say nothing.
        public long Rest;

        public readonly long Microseconds => (WholeSeconds * 1_000_000) + (Rest & 0xFFFFFFFF);
    }

    // The fields after the third are not read, but the system writes them.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct ResourceUsage
    {
        public TimeValue User;
        public TimeValue System;
        public long PeakResident;
    }
}
