using System.Globalization;
using System.Security.Cryptography;
using TrustedPublish.Rehearsal.CommandLine;
using TrustedPublish.Rehearsal.Serve;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Rehearsal.Run;

/// <summary>The main job: a whole release on this machine, and the proof that it arrived.</summary>
internal static class ReleaseRun
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        StagedModule.Require();
        if (arguments.Job.System == CISystem.ActiveState) throw new FormatException("On ActiveState the State Tool publishes: serve --ci activestate says how.");
        await using var stage = await ServeCommand.StageOf(arguments, withSigstore: false, cancellationToken);
        Say($"Index and identity provider on loopback: {stage.IndexUrl} and {stage.IdentityUrl}");

        var samples = arguments.Distributions.Count == 0 ? Directory.CreateTempSubdirectory("trustedpublish-dist-").FullName : null;
        try
        {
            IReadOnlyList<string> paths = samples is not null ? SampleDistributions.Write(samples) : [.. arguments.Distributions.SelectMany(Expand)];
            Say(samples is not null ? $"Sample distributions made: {string.Join(", ", paths.Select(Path.GetFileName))}" : $"Distributions named: {paths.Count}");

            var engine = await FindEngineAsync(arguments.Engine, cancellationToken);
            // An engine in this process would come too late: the variable is read from what a process was started with.
            if (arguments.Tls && engine is InProcessEngine) throw new FormatException("--tls needs a pwsh, to start it with SSL_CERT_FILE.");
            Say($"Engine: {engine.Description}");
            Say($"Get-CIIdToken -Repository {stage.IndexUrl} | New-PyPIToken | Publish-PythonDistribution -LiteralPath …");
            var outcome = await engine.RunAsync(stage.Environment, stage.IndexUrl, paths, arguments.Verbose, cancellationToken);

            Say("What the module reported:");
            Console.WriteLine($"  {"Status",-16} {"Tries",5} {"Size",10}  {"SHA-256",-12}  File");
            foreach (var file in outcome.Files)
                Console.WriteLine($"  {file.Status,-16} {file.Attempts,5} {file.Size.ToString(CultureInfo.InvariantCulture),10}  {file.Sha256?[..12],-12}  {file.FileName}");

            var missing = await FindMissingAsync(stage, paths, cancellationToken);
            foreach (var reason in missing) Say($"NOT ARRIVED: {reason}");
            if (!outcome.Succeeded) Say("The pipeline ended with an error.");
            if (missing.Count > 0 || !outcome.Succeeded) return 1;
            Say($"All {paths.Count} files arrived with the right SHA-256 and could be downloaded again. ('serve' keeps the index running.)");
            return 0;
        }
        finally
        {
            if (samples is not null) Directory.Delete(samples, recursive: true);
        }
    }

    /// <summary>The files that an argument names: not every shell expands wildcards.</summary>
    /// <exception cref="FormatException">It matches none.</exception>
    private static IReadOnlyList<string> Expand(string argument)
    {
        var pattern = Path.GetFileName(argument);
        if (pattern.IndexOfAny(['*', '?']) < 0) return [Path.GetFullPath(argument)];
        var folder = Path.GetFullPath(Path.GetDirectoryName(argument) is { Length: > 0 } named ? named : ".");
        IReadOnlyList<string> found = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
        return found.Count > 0 ? found : throw new FormatException($"'{argument}' matches no file.");
    }

    private static async Task<IPipelineEngine> FindEngineAsync(string? asked, CancellationToken cancellationToken)
    {
        if (asked == "in-process") return new InProcessEngine();
        if (await PwshEngine.FindAsync(cancellationToken) is { } pwsh) return pwsh;
        if (asked == "pwsh") throw new FormatException("There is no pwsh 7.4 or later on PATH.");
        Say("There is no pwsh 7.4 or later on PATH.");
        return new InProcessEngine();
    }

    /// <summary>Compares what the index holds and serves with what is on disk; nothing of the module is asked.</summary>
    private static async Task<IReadOnlyList<string>> FindMissingAsync(RehearsalStage stage, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var client = stage.CreateClient();
        var missing = new List<string>();
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            if (!File.Exists(path) || stage.Store.Find(name) is not { } stored)
            {
                missing.Add($"{name} is not on the index.");
                continue;
            }

            await using var local = File.OpenRead(path);
            var expected = Convert.ToHexString(await SHA256.HashDataAsync(local, cancellationToken)).ToLowerInvariant();
            await using var served = await client.GetStreamAsync(new Uri(stage.IndexUrl, $"files/{stored.Project}/{name}"), cancellationToken);
            var actual = Convert.ToHexString(await SHA256.HashDataAsync(served, cancellationToken)).ToLowerInvariant();
            if (stored.Sha256 != expected || actual != expected) missing.Add($"{name} has another SHA-256 on the index than on disk.");
        }

        return missing;
    }

    private static void Say(string line) => Console.WriteLine($"==> {line}");
}
