using System.Globalization;

namespace TrustedPublish.Bench.Measure;

/// <summary>Publish-PythonDistribution in a pwsh of its own, with a token that was minted before.</summary>
internal static class Ours
{
    private const string TokenVariable = "BENCH_TOKEN";

    // Each result as a line: what the caller compares with the index.
    private const string Script = """
        Import-Module $Manifest
        $token = ConvertTo-SecureString $env:BENCH_TOKEN -AsPlainText -Force
        $more = if ($ThrottleLimit) { @{ ThrottleLimit = [int] $ThrottleLimit } } else { @{} }
        Publish-PythonDistribution -Path $Files -Repository $Index -Token $token @more | ForEach-Object { "$($_.Status) $($_.Attempts) $($_.Sha256) $($_.FileName)" }
        """;

    /// <summary>The client; with a throttle limit other than the default where one is given.</summary>
    public static async Task<Client> FindAsync(CancellationToken cancellationToken, int? throttleLimit = null)
    {
        var version = Path.GetFileName(Path.GetDirectoryName(Pwsh.Manifest));
        return new Client($"TrustedPublish {version}, pwsh {await Client.VersionAsync("pwsh", cancellationToken)}", (assignment, stop) => Pwsh.RunAsync(
            Script,
            new Dictionary<string, string>
            {
                ["Files"] = Path.Combine(assignment.Folder, "*"),
                ["Index"] = assignment.Index.AbsoluteUri,
                ["ThrottleLimit"] = throttleLimit?.ToString(CultureInfo.InvariantCulture) ?? "",
            },
            Client.Variables(new KeyValuePair<string, string>(TokenVariable, assignment.Token)),
            stop));
    }

    /// <summary>The results that it returned.</summary>
    public static IReadOnlyList<Result> Results(Usage usage) =>
    [
        .. usage.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line => line.Split(' ', 4))
            .Select(static words => new Result(words[3], words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2])),
    ];

    /// <summary>What became of one file.</summary>
    internal sealed record Result(string FileName, string Status, int Attempts, string Sha256);
}
