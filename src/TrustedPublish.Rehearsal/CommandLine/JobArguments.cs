using System.Globalization;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Rehearsal.CommandLine;

/// <summary>What the command line asked for of the CI system and its job.</summary>
internal sealed record JobArguments
{
    public CISystem System { get; init; }

    /// <summary>What the publisher has instead of what fits the job, as it was written; or null.</summary>
    public string? Publisher { get; init; }

    public bool NotEnabled { get; init; }

    public string? TokenVariable { get; init; }

    public string? TokenAudience { get; init; }

    public string? Impersonate { get; init; }

    public bool NoServiceAccount { get; init; }

    public bool NoMetadataFlavor { get; init; }

    public ToolFailure? ToolFailure { get; init; }

    /// <summary>These with <paramref name="word"/> taken in; null where it is no option of theirs.</summary>
    /// <exception cref="FormatException">Its value is wrong.</exception>
    public JobArguments? Read(string word, Func<string> value) => word switch
    {
        "--ci" => this with { System = CISystemNames.Find(value()) ?? throw new FormatException($"--ci takes {string.Join(", ", CISystemNames.All)}.") },
        "--publisher" => this with { Publisher = value() },
        "--not-enabled" => this with { NotEnabled = true },
        "--token-variable" => this with { TokenVariable = value() },
        "--token-audience" => this with { TokenAudience = value() },
        "--impersonate" => this with { Impersonate = value() },
        "--no-service-account" => this with { NoServiceAccount = true },
        "--no-metadata-flavor" => this with { NoMetadataFlavor = true },
        "--tool-fails" => this with { ToolFailure = ReadFailure(value()) },
        _ => null,
    };

    /// <exception cref="FormatException">The publisher has no such part; which it has depends on an option that may come later.</exception>
    public void Check() => PublisherFor([]);

    /// <summary>The publisher that the index shall have.</summary>
    /// <param name="projects">The projects it may upload to; none for every one.</param>
    /// <exception cref="FormatException">It has no such part.</exception>
    public Publisher PublisherFor(IReadOnlyList<string> projects)
    {
        var job = new JobIdentity();
        if (Impersonate is not null) job = job with { ServiceAccount = Impersonate };
        var fitting = Stage.Publisher.For(System, job, [.. projects]);
        return Publisher is null ? fitting : PublisherText.Change(fitting, Publisher);
    }

    /// <summary>The options of a stage with that job.</summary>
    public StageOptions Apply(StageOptions options) => options with
    {
        System = System,
        DisabledSystems = NotEnabled ? [System] : [],
        TokenVariable = TokenVariable,
        TokenAudience = TokenAudience,
        Impersonate = Impersonate,
        WithoutServiceAccount = NoServiceAccount,
        WithoutMetadataFlavor = NoMetadataFlavor,
        ToolFailure = ToolFailure,
    };

    private static ToolFailure ReadFailure(string text)
    {
        var parts = text.Split(':', 2);
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is > 0 and < 256
            ? new ToolFailure(code, parts[1])
            : throw new FormatException("--tool-fails takes an exit code from 1 to 255, a colon and a text.");
    }
}
