using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>One large file to a near index.</summary>
internal static class LargeFile
{
    private const int Megabytes = 100;

    public static Scenario Wheel { get; } = new("large-file", $"One wheel of {Megabytes} MB to an index on the same machine", async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        Releases.AddWheel(folder, Megabytes * 1_000_000);
        var entries = await new Race(folder, new StageOptions()).RunAsync([await Ours.FindAsync(stop), .. await Others.FindAsync(stop)], runs, stop);
        return new Report(
            Compare(entries),
            Target("wall", 0.6, entries, static entry => entry.Wall),
            Target("CPU", 0.6, entries, static entry => entry.Cpu));
    });
}
