using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>Whether memory grows with the file.</summary>
internal static class Memory
{
    private const int Small = 1;
    private const int Large = 500;
    private const int MostGrowth = 10;

    public static Scenario Wheels { get; } = new("memory", $"Peak memory and CPU by the size of one wheel, {Small} MB and {Large} MB", async (runs, stop) =>
    {
        IReadOnlyList<Client> clients = [await Ours.FindAsync(stop), .. await Others.FindAsync(stop)];
        var (small, large) = (await RunAsync(clients, Small, runs, stop), await RunAsync(clients, Large, runs, stop));
        var growth = (large[0].PeakBytes - small[0].PeakBytes) / 1e6;
        return new Report(
            [
                ["client", $"peak, {Small} MB", $"peak, {Large} MB", "more", $"CPU, {Small} MB", $"CPU, {Large} MB", $"the module's CPU ÷ its, {Large} MB"],
                .. small.Zip(large, (one, other) => (string[])
                [
                    one.Client.Name, Report.Megabytes(one.PeakBytes), Report.Megabytes(other.PeakBytes), Report.Megabytes(other.PeakBytes - one.PeakBytes),
                    Seconds(one.Cpu), Seconds(other.Cpu), ReferenceEquals(one, small[0]) ? "" : Ratio(large[0].Cpu / other.Cpu),
                ]),
            ],
            Target($"peak memory within {MostGrowth} MB", Math.Abs(growth) <= MostGrowth, $"{Report.Megabytes(large[0].PeakBytes - small[0].PeakBytes)} more"));
    });

    private static async Task<IReadOnlyList<Entry>> RunAsync(IReadOnlyList<Client> clients, int megabytes, int runs, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        Releases.AddWheel(folder, megabytes * 1_000_000);
        return await new Race(folder, new StageOptions { MaximumFileBytes = long.MaxValue }).RunAsync(clients, runs, cancellationToken);
    }
}
