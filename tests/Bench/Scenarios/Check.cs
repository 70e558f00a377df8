using TrustedPublish.Bench.Measure;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>Test-PythonDistribution: how fast it is, and that its memory does not grow with the files.</summary>
internal static class Check
{
    private const int ManyWheels = 1000;
    private const int SmallWheel = 10_000;

    private const string Script = """
        Import-Module $Manifest
        $watch = [Diagnostics.Stopwatch]::StartNew()
        # No index of the public ones: theirs take no file of over 100 MiB.
        $reports = Test-PythonDistribution -Path $Files -Repository https://packages.example.org/
        $elapsed = $watch.Elapsed.TotalSeconds
        if ($reports.Where{ -not $_.Valid }) { throw 'A wheel is not valid.' }
        "elapsed=$($elapsed.ToString([cultureinfo]::InvariantCulture))"
        "files=$($reports.Count)"
        """;

    public static Scenario Many { get; } = new("check-many", $"Test-PythonDistribution on {ManyWheels} wheels of {SmallWheel / 1000} KB", async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        for (var number = 0; number < ManyWheels; number++) Archives.ValidWheel(folder, "demo", $"1.{number}", SmallWheel);
        var usages = await RepeatAsync(folder, runs, stop);
        return new Report([["the cmdlet alone", "whole process", "CPU", "peak memory"], [Seconds(Usage.Median(usages, static usage => usage.Seconds("elapsed"))), Seconds(Usage.Median(usages, static usage => usage.Wall)), Seconds(Usage.Median(usages, static usage => usage.Cpu)), Megabytes(Usage.Median(usages, static usage => usage.PeakBytes))]]);
    });

    public static Scenario Large { get; } = new("check-large", "Test-PythonDistribution's peak memory by the size of one wheel", async (runs, stop) =>
    {
        var rows = new List<string[]> { new[] { "wheel", "peak memory", "the cmdlet alone" } };
        foreach (var size in new[] { 1, 10, 100, 500 })
        {
            using var folder = new TemporaryFolder();
            Archives.ValidWheel(folder, padding: size * 1_000_000);
            var usages = await RepeatAsync(folder, runs, stop);
            rows.Add([$"{size} MB", Megabytes(Usage.Median(usages, static usage => usage.PeakBytes)), Seconds(Usage.Median(usages, static usage => usage.Seconds("elapsed")))]);
        }

        return new Report(rows);
    });

    private static async Task<IReadOnlyList<Usage>> RepeatAsync(TemporaryFolder folder, int runs, CancellationToken cancellationToken)
    {
        var usages = new List<Usage>();
        for (var run = 0; run < runs; run++)
            usages.Add(await Pwsh.RunAsync(Script, new Dictionary<string, string> { ["Files"] = Path.Combine(folder.Path, "*.whl") }, null, cancellationToken));
        return usages;
    }
}
