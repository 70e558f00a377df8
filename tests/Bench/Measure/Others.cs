namespace TrustedPublish.Bench.Measure;

/// <summary>The other clients on this machine.</summary>
internal static class Others
{
    /// <summary>Paths of further twines, with <c>:</c> between them.</summary>
    public const string TwinesVariable = "BENCH_TWINES";

    /// <summary>The twine on PATH first, then those of <see cref="TwinesVariable"/>, then uv, as far as they are there.</summary>
    /// <exception cref="InvalidOperationException">There is no twine on PATH, or none where the variable says.</exception>
    public static async Task<IReadOnlyList<Client>> FindAsync(CancellationToken cancellationToken)
    {
        if (OnPath("twine") is not { } twine) throw new InvalidOperationException("There is no twine on PATH to compare with (apt-get install twine, pip install twine).");
        var clients = new List<Client>();
        foreach (var path in new[] { twine }.Concat((Environment.GetEnvironmentVariable(TwinesVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)))
            clients.Add(Twine(path, await Client.VersionAsync(path, cancellationToken)));
        if (OnPath("uv") is { } uv) clients.Add(Uv(uv, await Client.VersionAsync(uv, cancellationToken)));
        return clients;
    }

    private static Client Twine(string path, string version) => new($"twine {version}", (assignment, stop) => Meter.RunAsync(
        path,
        ["upload", "--repository-url", assignment.UploadAddress, "-u", "__token__", "-p", assignment.Token, "--non-interactive", "--disable-progress-bar", .. assignment.Files],
        Client.Variables(),
        stop,
        assignment.MayFail));

    private static Client Uv(string path, string version) => new($"uv {version}", (assignment, stop) => Meter.RunAsync(
        path,
        ["publish", "--publish-url", assignment.UploadAddress, "--trusted-publishing", "never", "--no-progress", .. assignment.Files],
        Client.Variables(new KeyValuePair<string, string>("UV_PUBLISH_TOKEN", assignment.Token)),
        stop,
        assignment.MayFail));

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
