namespace TrustedPublish.Bench.Measure;

/// <summary>What one process took.</summary>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Cpu">User and system time of it and of the processes that it waited for.</param>
/// <param name="PeakBytes">The most memory that it held at a time (resident).</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record Usage(TimeSpan Wall, TimeSpan Cpu, long PeakBytes, int ExitCode, string Output)
{
    /// <summary>The CPU time that the index took meanwhile: a client that sends more digests has it check more.</summary>
    public TimeSpan IndexCpu { get; init; }

    /// <summary>The value of a line <c>name=seconds</c> of the output: what the process itself has timed.</summary>
    public TimeSpan Seconds(string name) => TimeSpan.FromSeconds(double.Parse(
        Output.Split('\n').Select(static line => line.Trim()).Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..],
        System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The one in the middle by <paramref name="key"/>.</summary>
    public static TValue Median<T, TValue>(IEnumerable<T> runs, Func<T, TValue> key)
    {
        var ordered = runs.Select(key).Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
