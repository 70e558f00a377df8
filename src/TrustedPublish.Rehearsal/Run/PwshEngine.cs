using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Run;

/// <summary>The pipeline in a pwsh of its own, as a CI job runs it.</summary>
internal sealed class PwshEngine : IPipelineEngine
{
    private const int OldestMajor = 7;
    private const int OldestMinor = 4;

    // What GitHub's runner wraps around `shell: pwsh`, and the results as JSON for the check afterwards.
    private const string Script =
        """
        param([string] $Manifest, [string] $Index, [string] $PathList, [string] $ResultFile, [switch] $Verbose)
        $ErrorActionPreference = 'Stop'
        if ($Verbose) { $VerbosePreference = 'Continue' }
        Import-Module $Manifest -Verbose:$false
        $paths = Get-Content -LiteralPath $PathList
        try {
            Get-CIIdToken -Repository $Index | New-PyPIToken | Publish-PythonDistribution -LiteralPath $paths -OutVariable results | Out-Default
        }
        finally {
            ConvertTo-Json @($results | Select-Object FileName, Status, Size, Sha256, Attempts) | Set-Content -LiteralPath $ResultFile
        }
        """;

    private readonly string _version;

    private PwshEngine(string version) => _version = version;

    public string Description => $"pwsh {_version}";

    /// <summary>The pwsh on PATH where it is new enough, or null.</summary>
    public static async Task<PwshEngine?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-NoLogo", "-NonInteractive", "-Command", "$PSVersionTable.PSVersion.ToString()"]) { RedirectStandardOutput = true })!;
            var version = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await process.WaitForExitAsync(cancellationToken);
            var parts = version.Split('.', '-');
            return parts.Length > 1 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                && (major, minor).CompareTo((OldestMajor, OldestMinor)) >= 0 ? new PwshEngine(version) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public async Task<PipelineOutcome> RunAsync(
        IReadOnlyDictionary<string, string> environment, Uri index, IReadOnlyList<string> paths, bool verbose, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("trustedpublish-run-").FullName;
        try
        {
            var (script, list, results) = (Path.Combine(folder, "release.ps1"), Path.Combine(folder, "paths.txt"), Path.Combine(folder, "results.json"));
            await File.WriteAllTextAsync(script, Script, cancellationToken);
            await File.WriteAllLinesAsync(list, paths, cancellationToken);
            List<string> words = ["-NoProfile", "-NoLogo", "-NonInteractive"];
            if (OperatingSystem.IsWindows()) words.AddRange(["-ExecutionPolicy", "Bypass"]);
            words.AddRange(["-File", script, StagedModule.Manifest, index.AbsoluteUri, list, results]);
            if (verbose) words.Add("-Verbose");
            var start = new ProcessStartInfo("pwsh", words) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var name in start.Environment.Keys.Where(JobVariables.IsOfAnyJob).ToList()) start.Environment.Remove(name);
            foreach (var (name, value) in environment) start.Environment[name] = value;
            start.Environment["NO_COLOR"] = "1";

            using var process = Process.Start(start)!;
            await using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            await using var output = new MaskFilter(Console.Out);
            await Task.WhenAll(RelayAsync(process.StandardOutput, output), RelayAsync(process.StandardError, output));
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();

            var files = File.Exists(results) ? JsonSerializer.Deserialize<List<ReportedFile>>(await File.ReadAllTextAsync(results, cancellationToken)) : null;
            return new PipelineOutcome(files ?? [], process.ExitCode == 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RelayAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line) to.WriteLine(line.Length == 0 || MaskFilter.IsMask(line) ? line : $"  {line}");
    }
}
