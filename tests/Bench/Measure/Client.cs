namespace TrustedPublish.Bench.Measure;

/// <summary>A program that uploads a release, as a process of its own.</summary>
/// <param name="Name">What it is and its version.</param>
/// <param name="RunAsync">Uploads every file of a folder.</param>
internal sealed record Client(string Name, Func<Assignment, CancellationToken, Task<Usage>> RunAsync)
{
    /// <summary>What a CI job sees, and no proxy between it and the index on this machine.</summary>
    private static readonly IReadOnlyDictionary<string, string> Surroundings = new Dictionary<string, string>
    {
        ["CI"] = "true",
        ["NO_PROXY"] = "127.0.0.1",
        ["no_proxy"] = "127.0.0.1",
        // Measured is how a release is published, not how a shell reports home.
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
    };

    /// <summary>The environment of a client, with what it needs besides.</summary>
    public static IReadOnlyDictionary<string, string> Variables(params IEnumerable<KeyValuePair<string, string>> more) => new Dictionary<string, string>([.. Surroundings, .. more]);

    /// <summary>The version that a program tells of itself: the first word of its answer that begins with a digit.</summary>
    public static async Task<string> VersionAsync(string command, CancellationToken cancellationToken)
    {
        var told = await Meter.RunAsync(command, ["--version"], null, cancellationToken);
        return told.Output.Split((char[])[' ', '\n', '\r', '('], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(static word => char.IsAsciiDigit(word[0])) ?? "of unknown version";
    }
}

/// <summary>What a client is to do.</summary>
/// <param name="Index">The index's base URL.</param>
/// <param name="Token">An API token that the index takes.</param>
/// <param name="Folder">Where the files are; it holds nothing else.</param>
internal sealed record Assignment(Uri Index, string Token, string Folder)
{
    /// <summary>Whether the client may give up; otherwise that ends the bench.</summary>
    public bool MayFail { get; init; }

    /// <summary>What the stage tells a job of its own: how to get ID tokens, and where the files of its Sigstore are, where it has one.</summary>
    public IReadOnlyDictionary<string, string> Job { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the index takes uploads.</summary>
    public string UploadAddress => new Uri(Index, "legacy/").AbsoluteUri;

    /// <summary>The files, in the order of their names.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Folder).Order(StringComparer.Ordinal)];
}
