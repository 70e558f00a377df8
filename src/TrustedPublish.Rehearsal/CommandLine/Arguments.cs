using System.Globalization;

namespace TrustedPublish.Rehearsal.CommandLine;

/// <summary>What the command line asked for.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        Rehearses a release on this machine: a package index and a CI identity provider on loopback, and the module's
        own pipeline in between.

          dotnet run --project src/TrustedPublish.Rehearsal [-- [options] [distribution ...]]
              Publishes the distributions named, or sample ones, and checks that every byte arrived.
          dotnet run --project src/TrustedPublish.Rehearsal -- serve [options]
              Keeps index and identity provider running, to try things by hand.

          --engine pwsh|in-process   which PowerShell runs the pipeline (default: pwsh where it is on PATH)
          --verbose                  the cmdlets' verbose lines too
          --fault FAULT              makes a request go wrong; repeatable. FAULT is STAGE:WHAT[*TIMES][;retry-after=S],
                                     STAGE one of audience, identity, mint, upload, simple, jwks;
                                     WHAT an HTTP status, early=STATUS, reset, lost, slow=Ns, garbage or hang. Example: upload:503*2
          --max-file-size MB         the largest file the index takes (default 100)
          --port N                   serve: the index's port (default: a free one)
          --project NAME             serve: a project the publisher may upload to; repeatable (default: every one)
          --help                     this text
        """;

    public bool Help { get; init; }

    public bool Serve { get; init; }

    public bool Verbose { get; init; }

    /// <summary><c>pwsh</c>, <c>in-process</c>, or null for whichever is there.</summary>
    public string? Engine { get; init; }

    public int Port { get; init; }

    public long MaximumFileBytes { get; init; } = 100L * 1024 * 1024;

    public IReadOnlyList<string> Faults { get; init; } = [];

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
                    Stage.Faults.Fault.Parse(fault);
                    faults.Add(fault);
                    break;
                case "--project":
                    projects.Add(Value());
                    break;
                default:
                    if (word.StartsWith('-')) throw new FormatException($"{word} is not an option.");
                    distributions.Add(word);
                    break;
            }
        }

        if (parsed.Serve && distributions.Count > 0) throw new FormatException("serve takes no distributions.");
        return parsed with { Faults = faults, Projects = projects, Distributions = distributions };
    }
}
