using System.Globalization;

namespace TrustedPublish.Rehearsal.CommandLine;

/// <summary>What the command line asked for.</summary>
internal sealed partial record Arguments
{
    public bool Help { get; init; }

    public bool Serve { get; init; }

    public bool Verbose { get; init; }

    /// <summary><c>pwsh</c>, <c>in-process</c>, or null for whichever is there.</summary>
    public string? Engine { get; init; }

    /// <summary>The CI system's job, and how it goes wrong.</summary>
    public JobArguments Job { get; init; } = new();

    public int Port { get; init; }

    public long MaximumFileBytes { get; init; } = 100L * 1024 * 1024;

    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The seed of faults that have a chance, or null for the usual one.</summary>
    public int? Seed { get; init; }

    public TimeSpan Latency { get; init; }

    public long? BytesPerSecond { get; init; }

    /// <summary>How long an API token lives, or null for as long as PyPI's.</summary>
    public TimeSpan? TokenLifetime { get; init; }

    public TimeSpan SimpleDelay { get; init; }

    public bool NoRevoke { get; init; }

    public bool Tls { get; init; }

    public bool IPv6 { get; init; }

    public IReadOnlyList<string> Projects { get; init; } = [];

    public IReadOnlyList<string> Distributions { get; init; } = [];

    /// <exception cref="FormatException">An argument is unknown or lacks its value.</exception>
    public static Arguments Parse(IReadOnlyList<string> words)
    {
        var parsed = new Arguments();
        List<string> faults = [], projects = [], distributions = [];
        for (var position = 0; position < words.Count; position++)
        {
            var word = words[position];
            string Value() => ++position < words.Count ? words[position] : throw new FormatException($"{word} needs a value.");
            int Number(int most) => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
                ? number
                : throw new FormatException($"{word} takes a number up to {most}.");
            switch (word)
            {
                case "serve" when position == 0:
                    parsed = parsed with { Serve = true };
                    break;
                case "--help" or "-h":
                    parsed = parsed with { Help = true };
                    break;
                case "--verbose":
                    parsed = parsed with { Verbose = true };
                    break;
                case "--engine":
                    parsed = parsed with { Engine = Value() is var engine and ("pwsh" or "in-process") ? engine : throw new FormatException("--engine takes pwsh or in-process.") };
                    break;
                case "--port":
                    parsed = parsed with { Port = Number(65535) };
                    break;
                case "--max-file-size":
                    parsed = parsed with { MaximumFileBytes = Number(100_000) * 1024L * 1024 };
                    break;
                case "--fault":
                    var fault = Value();
                    Stage.Faults.FaultGrammar.Parse(fault);
                    faults.Add(fault);
                    break;
                case "--seed":
                    parsed = parsed with { Seed = Number(int.MaxValue) };
                    break;
                case "--latency":
                    parsed = parsed with { Latency = TimeSpan.FromMilliseconds(Number(600_000)) };
                    break;
                case "--bandwidth":
                    parsed = parsed with { BytesPerSecond = Number(10_000_000) is var speed and > 0 ? speed * 1024L : throw new FormatException("--bandwidth takes at least 1.") };
                    break;
                case "--token-lifetime":
                    parsed = parsed with { TokenLifetime = TimeSpan.FromSeconds(Number(86_400)) };
                    break;
                case "--simple-delay":
                    parsed = parsed with { SimpleDelay = TimeSpan.FromSeconds(Number(86_400)) };
                    break;
                case "--no-revoke":
                    parsed = parsed with { NoRevoke = true };
                    break;
                case "--tls":
                    parsed = parsed with { Tls = true };
                    break;
                case "--ipv6":
                    parsed = parsed with { IPv6 = true };
                    break;
                case "--project":
                    projects.Add(Value());
                    break;
                default:
                    if (parsed.Job.Read(word, Value) is { } job)
                    {
                        parsed = parsed with { Job = job };
                        break;
                    }

                    if (word.StartsWith('-')) throw new FormatException($"{word} is not an option.");
                    distributions.Add(word);
                    break;
            }
        }

        parsed.Job.Check();
        if (parsed.Serve && distributions.Count > 0) throw new FormatException("serve takes no distributions.");
        return parsed with { Faults = faults, Projects = projects, Distributions = distributions };
    }
}
