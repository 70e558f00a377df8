using System.Globalization;
using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>What <c>-ThrottleLimit</c> does: the default is chosen by this.</summary>
internal static class Throttle
{
    private static readonly int[] Limits = [1, 2, 4, 6, 8, 12, 16];

    private static readonly (string Name, StageOptions Options)[] Indexes =
    [
        ("near", new StageOptions()),
        ("200 ms", new StageOptions { Latency = FarIndex.Latency }),
        ("200 ms, 5 MB/s an upload", new StageOptions { Latency = FarIndex.Latency, BytesPerSecond = 5_000_000 }),
        ("200 ms, 1 MB/s an upload", new StageOptions { Latency = FarIndex.Latency, BytesPerSecond = 1_000_000 }),
    ];

    public static Scenario Limit { get; } = new("throttle", "Wall time of the same 20 wheels by -ThrottleLimit, and by what is between client and index", async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        FarIndex.AddRelease(folder);
        var clients = await Task.WhenAll(Limits.Select(limit => Ours.FindAsync(stop, limit)));
        var columns = new List<IReadOnlyList<Entry>>();
        foreach (var (_, options) in Indexes) columns.Add(await new Race(folder, options).RunAsync(clients, runs, stop));
        return new Report(
        [
            ["-ThrottleLimit", .. Indexes.Select(static index => index.Name)],
            .. Limits.Select((limit, row) => (string[])[limit.ToString(CultureInfo.InvariantCulture), .. columns.Select(column => Seconds(column[row].Wall))]),
        ]);
    });
}
