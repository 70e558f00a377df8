using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>A release of many small files to an index that is far away.</summary>
internal static class FarIndex
{
    /// <summary>What each request waits.</summary>
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    private const int Wheels = 20;

    public static Scenario Release { get; } = new("far-index", $"{Wheels} wheels of 10 KB to 2 MB to an index at {Latency.TotalMilliseconds:0} ms", async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        AddRelease(folder);
        var entries = await new Race(folder, new StageOptions { Latency = Latency }).RunAsync([await Ours.FindAsync(stop), .. await Others.FindAsync(stop)], runs, stop);
        return new Report(Compare(entries), Target("wall", 0.25, entries, static entry => entry.Wall));
    });

    /// <summary>The release of this scenario.</summary>
    public static void AddRelease(TemporaryFolder folder) => Releases.AddWheels(folder, Wheels, 10_000, 2_000_000);
}
