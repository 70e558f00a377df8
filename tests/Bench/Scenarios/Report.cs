using System.Globalization;
using TrustedPublish.Bench.Measure;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>What came out.</summary>
/// <param name="Rows">A table, the first row with the columns' names.</param>
/// <param name="Targets">What was to be reached, each with its verdict.</param>
internal sealed record Report(IReadOnlyList<string[]> Rows, params IReadOnlyList<string> Targets)
{
    /// <summary>The report in Markdown.</summary>
    public string Markdown(string title) => string.Join('\n', (string[])
    [
        $"### {title}",
        "",
        .. Rows.Select(static row => $"| {string.Join(" | ", row)} |").Take(1),
        $"|{string.Concat(Enumerable.Repeat("---|", Rows[0].Length))}",
        .. Rows.Skip(1).Select(static row => $"| {string.Join(" | ", row)} |"),
        .. Targets.SelectMany(static target => (string[])["", target]),
    ]);

    /// <summary>A line per client, and how much less of each the first one takes.</summary>
    public static IReadOnlyList<string[]> Compare(IReadOnlyList<Entry> entries) =>
    [
        ["client", "wall", "CPU", "peak memory", "the index's CPU", "the module's wall ÷ its", "the module's CPU ÷ its"],
        .. entries.Select((entry, place) => (string[])
        [
            entry.Client.Name, Seconds(entry.Wall), Seconds(entry.Cpu), Megabytes(entry.PeakBytes), Seconds(entry.IndexCpu),
            place == 0 ? "" : Ratio(entries[0].Wall / entry.Wall), place == 0 ? "" : Ratio(entries[0].Cpu / entry.Cpu),
        ]),
    ];

    /// <summary>A target that is a ratio to each of the other clients; the first of them, the twine on PATH, decides.</summary>
    public static string Target(string what, double most, IReadOnlyList<Entry> entries, Func<Entry, TimeSpan> key)
    {
        var ratios = entries.Skip(1).Select(entry => (entry.Client.Name, Ratio: key(entries[0]) / key(entry))).ToList();
        return Target(
            $"{what} at most {most.ToString(CultureInfo.InvariantCulture)} × {ratios[0].Name}'s",
            ratios[0].Ratio <= most,
            string.Join(", ", ratios.Select(ratio => $"{Ratio(ratio.Ratio)} × {ratio.Name}'s ({(ratio.Ratio <= most ? "met" : "not met")})")));
    }

    /// <summary>A target and its verdict.</summary>
    public static string Target(string what, bool isMet, string measured) => $"Target: {what}. **{(isMet ? "Met" : "Not met")}**: {measured}.";

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    public static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
