using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>What it costs before the first byte is sent.</summary>
internal static class ColdStart
{
    private const int SmallWheel = 10_000;
    private const int MostMilliseconds = 80;

    public static Scenario Job { get; } = new("cold", $"The whole process with one wheel of {SmallWheel / 1000} KB, to an index on the same machine", async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        Releases.AddWheel(folder, SmallWheel);
        var entries = await new Race(folder, new StageOptions()).RunAsync([await Ours.FindAsync(stop), .. await Others.FindAsync(stop)], runs, stop);
        return new Report(Compare(entries), Target("wall", 1, entries, static entry => entry.Wall));
    });

    public static Scenario Import { get; } = new("import", "Import-Module over a bare start of pwsh", async (runs, stop) =>
    {
        var (bare, import) = (new List<Usage>(), new List<Usage>());
        for (var run = -1; run < runs; run++)
        {
            foreach (var (usages, script) in new[] { (bare, "exit"), (import, $"Import-Module '{Pwsh.Manifest}'; exit") })
            {
                var usage = await Meter.RunAsync("pwsh", ["-NoProfile", "-NonInteractive", "-c", script], Client.Variables(), stop);
                if (run >= 0) usages.Add(usage);
            }
        }

        var (over, cpuOver) = (Wall(import) - Wall(bare), Cpu(import) - Cpu(bare));
        return new Report(
            [
                ["", "wall", "CPU"],
                ["pwsh -NoProfile -c exit", Milliseconds(Wall(bare)), Milliseconds(Cpu(bare))],
                ["with Import-Module", Milliseconds(Wall(import)), Milliseconds(Cpu(import))],
                ["difference", Milliseconds(over), Milliseconds(cpuOver)],
            ],
            Target($"at most {MostMilliseconds} ms over a bare start", over.TotalMilliseconds <= MostMilliseconds, $"{Milliseconds(over)} of wall"));
    });

    private static TimeSpan Wall(IEnumerable<Usage> usages) => Usage.Median(usages, static usage => usage.Wall);

    private static TimeSpan Cpu(IEnumerable<Usage> usages) => Usage.Median(usages, static usage => usage.Cpu);
}
