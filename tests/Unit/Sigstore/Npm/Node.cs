using System.ComponentModel;
using System.Diagnostics;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Npm;

/// <summary>Node.js with the packages of <c>tests/Sigstore</c>, where the machine has both.</summary>
internal static class Node
{
    private static readonly string Folder = Repository.Path("tests/Sigstore");

    private static readonly Lazy<string?> WhyNot = new(FindWhyNot);

    /// <summary>Skips the test with its reason where they are not there; in CI, where they must be, fails it.</summary>
    public static void Need()
    {
        if (WhyNot.Value is not { } reason) return;
        if (Environment.GetEnvironmentVariable("REQUIRE_NODE") == "true") Assert.Fail($"Sigstore's npm packages must be here, and are not: {reason}.");
        Assert.Skip($"Sigstore's npm packages are not here: {reason}.");
    }

    /// <summary>Starts one of the folder's scripts, whose streams are redirected.</summary>
    public static Process Start(string script) => Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script)])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Folder,
    })!;

    private static string? FindWhyNot()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules"))) return "run 'npm ci' in tests/Sigstore";
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            // The packages are written for 22 and newer, and run on 20.
            return int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= 20 ? null : $"node is {version}, and 20 is the oldest that they run on";
        }
        catch (Win32Exception)
        {
            return "there is no node on PATH";
        }
    }
}
