using System.Globalization;
using TrustedPublish.Bench;
using TrustedPublish.Bench.Measure;
using TrustedPublish.Bench.Scenarios;

// The program starts itself as the parent of each process that it measures.
if (args is [Meter.Verb, var resultFile, var command, .. var words]) return Meter.Measure(resultFile, command, words);

IReadOnlyList<Scenario> all = [FarIndex.Release, Attested.Near, Attested.Far, LargeFile.Wheel, Memory.Wheels, ColdStart.Job, ColdStart.Import, BadDay.Release, Throttle.Limit, Check.Many, Check.Large];
var runs = 5;
string? document = null;
var names = new List<string>();
for (var position = 0; position < args.Length; position++)
{
    if (args[position] == "--runs" && position + 1 < args.Length) runs = int.Parse(args[++position], CultureInfo.InvariantCulture);
    else if (args[position] == "--output" && position + 1 < args.Length) document = args[++position];
    else if (all.Any(scenario => scenario.Name == args[position])) names.Add(args[position]);
    else
    {
        Console.Error.WriteLine($"""
            Usage: dotnet run --project tests/Bench --configuration Release -- [--runs N] [--output FILE] [SCENARIO ...]
            Needs pwsh and twine on PATH, on Linux or macOS; further twines are named in {Others.TwinesVariable}, and uv is taken where it is on PATH.
            Figures are medians of N runs (5). --output puts them into FILE too, between its marks <!-- SCENARIO --> and <!-- /SCENARIO -->. Scenarios:
            """);
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
try
{
    foreach (var scenario in all.Where(scenario => names.Count == 0 || names.Contains(scenario.Name)))
    {
        var markdown = (await scenario.RunAsync(runs, stopping.Token)).Markdown(scenario.Title);
        Console.WriteLine($"\n{markdown}");
        if (document is not null) Document.Put(document, scenario.Name, markdown);
    }
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 130;
}

return 0;
