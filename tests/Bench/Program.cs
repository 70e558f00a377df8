using System.Globalization;
using TrustedPublish.Bench.Measure;
using TrustedPublish.Bench.Scenarios;

// The program starts itself as the parent of each process that it measures.
if (args is [Meter.Verb, var resultFile, var command, .. var words]) return Meter.Measure(resultFile, command, words);

IReadOnlyList<Scenario> all = [Check.Many, Check.Large];
var runs = 5;
var names = new List<string>();
for (var position = 0; position < args.Length; position++)
{
    if (args[position] == "--runs" && position + 1 < args.Length) runs = int.Parse(args[++position], CultureInfo.InvariantCulture);
    else if (all.Any(scenario => scenario.Name == args[position])) names.Add(args[position]);
    else
    {
        Console.Error.WriteLine($"Usage: dotnet run --project tests/Bench --configuration Release -- [--runs N] [SCENARIO ...]\nNeeds pwsh on PATH, on Linux or macOS. Figures are medians of N runs (5). Scenarios:");
        foreach (var scenario in all) Console.Error.WriteLine($"  {scenario.Name,-14} {scenario.Title}");
        return 2;
    }
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
foreach (var scenario in all.Where(scenario => names.Count == 0 || names.Contains(scenario.Name)))
{
    Console.WriteLine($"\n### {scenario.Title}\n");
    var rows = await scenario.RunAsync(runs, stopping.Token);
    Console.WriteLine($"| {string.Join(" | ", rows[0])} |\n|{string.Concat(Enumerable.Repeat("---|", rows[0].Length))}");
    foreach (var row in rows.Skip(1)) Console.WriteLine($"| {string.Join(" | ", row)} |");
}

return 0;
