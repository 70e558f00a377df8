using System.Security.Cryptography;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Bench.Measure;

/// <summary>
/// Several clients that upload the same files, each time to a fresh index, one after the other and in turn, so that what
/// else the machine does meets all of them.
/// </summary>
internal sealed class Race(TemporaryFolder release, StageOptions options)
{
    private readonly IReadOnlyDictionary<string, string> _digests = Directory.GetFiles(release.Path).ToDictionary(static path => Path.GetFileName(path), Digest, StringComparer.Ordinal);

    /// <summary>Has each client upload <paramref name="runs"/> times, and once before, which does not count: what is on disk is then in memory.</summary>
    /// <exception cref="InvalidOperationException">Not every file arrived.</exception>
    public async Task<IReadOnlyList<Entry>> RunAsync(IReadOnlyList<Client> clients, int runs, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entry> entries = [.. clients.Select(static client => new Entry(client, []))];
        for (var run = -1; run < runs; run++)
        {
            // Another one is first each time.
            foreach (var entry in Enumerable.Range(0, entries.Count).Select(place => entries[(place + run + 1) % entries.Count]))
            {
                var usage = await RunAsync(entry.Client, cancellationToken);
                if (run >= 0) entry.Usages.Add(usage);
            }
        }

        return entries;
    }

    private async Task<Usage> RunAsync(Client client, CancellationToken cancellationToken)
    {
        await using var stage = await RehearsalStage.StartAsync(options, cancellationToken);
        var before = Environment.CpuUsage.TotalTime;
        var usage = await client.RunAsync(new Assignment(stage.IndexUrl, stage.MintApiToken(), release.Path) { Job = JobOf(stage) }, cancellationToken);
        if (!Arrived(stage.Store).SetEquals(_digests)) throw new InvalidOperationException($"{client.Name} did not upload every file: {usage.Output}");
        // This program serves the index and does nothing else meanwhile.
        return usage with { IndexCpu = Environment.CpuUsage.TotalTime - before };
    }

    private static Dictionary<string, string> JobOf(RehearsalStage stage) => new(stage.Environment)
    {
        [OursAsJob.TrustedRoot] = stage.TrustedRootFile ?? "",
        [OursAsJob.SigningConfig] = stage.SigningConfigFile ?? "",
    };

    /// <summary>Names and digests on disk.</summary>
    public IReadOnlyDictionary<string, string> Digests => _digests;

    /// <summary>Names and digests in the index.</summary>
    public static HashSet<KeyValuePair<string, string>> Arrived(IndexStore store) => [.. store.Files.Select(static file => KeyValuePair.Create(file.FileName, file.Sha256))];

    private static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>A client and what its runs took.</summary>
internal sealed record Entry(Client Client, List<Usage> Usages)
{
    public TimeSpan Wall => Usage.Median(Usages, static usage => usage.Wall);

    public TimeSpan Cpu => Usage.Median(Usages, static usage => usage.Cpu);

    public TimeSpan IndexCpu => Usage.Median(Usages, static usage => usage.IndexCpu);

    public long PeakBytes => Usage.Median(Usages, static usage => usage.PeakBytes);
}
