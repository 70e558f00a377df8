using TrustedPublish.Bench.Measure;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Bench.Scenarios.Report;

namespace TrustedPublish.Bench.Scenarios;

/// <summary>A large release through a network and an index that fail now and then.</summary>
internal static class BadDay
{
    private const int Wheels = 200;

    private static readonly string[] Faults = ["upload:503%1", "upload:reset%1"];

    public static Scenario Release { get; } = new("bad-day", $"{Wheels} wheels through 2 % random 503s and resets", async (runs, stop) =>
    {
        using var folder = new TemporaryFolder();
        Releases.AddWheels(folder, Wheels, 10_000, 200_000);
        var race = new Race(folder, new StageOptions());
        IReadOnlyList<Client> clients = [await Ours.FindAsync(stop), .. await Others.FindAsync(stop)];
        var days = new List<(Client Client, Day Day)>();
        for (var run = 0; run < runs; run++)
        {
            // Of the same day for all: what goes wrong is drawn from the same numbers.
            foreach (var client in clients) days.Add((client, await LiveAsync(client, isOurs: client == clients[0], race.Digests, folder, seed: run + 1, stop)));
        }

        var ours = days.Where(day => day.Client == clients[0]).Select(static day => day.Day).ToList();
        return new Report(
            [
                ["client", "arrived in each run", "exit code of each", "faults met", "sent again", "twice, or other than on disk", "wall"],
                .. days.GroupBy(static day => day.Client, static day => day.Day).Select(static group => (string[])
                [
                    group.Key.Name, Each(group, static day => day.Arrived), Each(group, static day => day.Usage.ExitCode), Each(group, static day => day.Faults),
                    Each(group, static day => day.Again), Each(group, static day => day.Wrong), Seconds(Usage.Median(group, static day => day.Usage.Wall)),
                ]),
            ],
            Target(
                $"{Wheels} of {Wheels} arrive, each once, and the results say the same",
                ours.TrueForAll(static day => day is { Arrived: Wheels, Wrong: 0, Disagreements: 0, Usage.ExitCode: 0 }),
                $"{ours.Min(static day => day.Arrived)} arrived in the worst of {ours.Count} runs, {ours.Sum(static day => day.Wrong)} twice or damaged, {ours.Sum(static day => day.Disagreements)} results differ from the index"));
    });

    private static async Task<Day> LiveAsync(Client client, bool isOurs, IReadOnlyDictionary<string, string> disk, TemporaryFolder folder, int seed, CancellationToken cancellationToken)
    {
        await using var stage = await RehearsalStage.StartAsync(new StageOptions { Seed = seed }, cancellationToken);
        foreach (var fault in Faults) stage.Faults.Add(fault);
        var usage = await client.RunAsync(new Assignment(stage.IndexUrl, stage.MintApiToken(), folder.Path) { MayFail = true }, cancellationToken);

        var arrived = Race.Arrived(stage.Store);
        var uploads = stage.Log.Entries.Where(static entry => entry.Stage == "upload").ToList();
        var taken = uploads.Where(static entry => entry.Status == 200).Select(static entry => entry.FileName).ToList();
        var wrong = arrived.Count(file => disk.GetValueOrDefault(file.Key) != file.Value) + taken.Count - taken.Distinct(StringComparer.Ordinal).Count();
        var results = isOurs ? Ours.Results(usage).Where(static result => result.Status == "Published").Select(static result => KeyValuePair.Create(result.FileName, result.Sha256)).ToList() : null;
        var disagreements = results is null ? 0 : results.Count - arrived.Count + results.Count(result => !arrived.Contains(result));
        return new Day(usage, arrived.Count, uploads.Count(static entry => entry.Fault is not null), uploads.Count - Math.Min(uploads.Count, Wheels), wrong, Math.Abs(disagreements));
    }

    private static string Each<T>(IEnumerable<Day> days, Func<Day, T> key) => string.Join(", ", days.Select(key));

    /// <param name="Usage">What it took.</param>
    /// <param name="Arrived">Files in the index.</param>
    /// <param name="Faults">Requests that were made to fail.</param>
    /// <param name="Again">Requests beyond one a file.</param>
    /// <param name="Wrong">Files that the index took twice, or has with other content than the disk.</param>
    /// <param name="Disagreements">Results that say something else than the index.</param>
    private sealed record Day(Usage Usage, int Arrived, int Faults, int Again, int Wrong, int Disagreements);
}
