using System.ComponentModel;
using System.Diagnostics;
using TrustedPublish.Hosted.Support;

namespace TrustedPublish.Hosted;

/// <summary>The Pester suite, in a real pwsh where the machine has one: a case for each of its files.</summary>
public sealed class PesterSuite
{
    // Set before the profile and modules of whoever runs this could matter; results as plain text, for the log of a build.
    private const string Script =
        """
        $ErrorActionPreference = 'Stop'
        Import-Module Pester -MinimumVersion 5.0
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:PESTER_FILE
        $configuration.Run.Exit = $true
        $configuration.Output.Verbosity = 'Detailed'
        $configuration.Output.RenderMode = 'Plaintext'
        $configuration.Output.CIFormat = 'None'
        Invoke-Pester -Configuration $configuration
        """;

    private const string Probe =
        """
        $ErrorActionPreference = 'Stop'
        if ($PSVersionTable.PSVersion -lt [version] '7.4') { "pwsh on PATH is $($PSVersionTable.PSVersion), and 7.4 is the oldest that the module supports" }
        elseif (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.0')) { 'pwsh has no Pester 5 or later (Install-PSResource Pester)' }
        """;

    private static readonly Lazy<Task<string?>> WhyNot = new(FindWhyNotAsync);

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(ModuleHost.Metadata("PesterTests"), "*.Tests.ps1").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file)
    {
        if (await WhyNot.Value is { } reason)
        {
            if (Environment.GetEnvironmentVariable("REQUIRE_PESTER") == "true") Assert.Fail($"The Pester suite must run here, and can't: {reason}.");
            Assert.Skip($"The Pester suite can't run: {reason}.");
        }

        var (exitCode, output) = await RunAsync(Script, Path.Combine(ModuleHost.Metadata("PesterTests"), file));
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, $"Pester ended with {exitCode}:\n{output}");
        // Run.Exit counts failures; a file whose tests were never found would count none.
        Assert.Matches("Tests Passed: [1-9]", output);
    }

    private static async Task<string?> FindWhyNotAsync()
    {
        try
        {
            var (exitCode, output) = await RunAsync(Probe, "");
            Assert.True(exitCode == 0, $"pwsh could not be asked for its version: {output}");
            return output.Trim() is { Length: > 0 } reason ? reason : null;
        }
        catch (Win32Exception)
        {
            return "there is none on PATH";
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string script, string file)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NoLogo", "-NonInteractive", "-Command", script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PESTER_FILE"] = file;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var stop = TestContext.Current.CancellationToken;
        await using var ended = stop.Register(() => process.Kill(entireProcessTree: true));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        var unmasked = (await errors).Split('\n').Where(static line => !line.StartsWith("::add-mask::", StringComparison.Ordinal));
        return (process.ExitCode, $"{await output}{string.Join('\n', unmasked)}");
    }
}
