using System.Globalization;
using System.Text.Json;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>A package in the catalogue.</summary>
internal sealed record StateToolIngredient(string Namespace, string Name, string Version, int Revision, DateTimeOffset Published, string File);

/// <summary>A script that was committed.</summary>
internal sealed record StateToolCommit(string Id, string Script);

/// <summary>
/// What ActiveState's Platform remembers between two starts of the tool: a folder beside the tool itself, which goes when the
/// rehearsal ends.
/// </summary>
internal sealed class StateToolPlatform
{
    private readonly string _folder;
    private readonly Memory _memory;

    private StateToolPlatform(string folder, Memory memory) => (_folder, _memory) = (folder, memory);

    private string MemoryFile => Path.Combine(_folder, "memory.json");

    /// <summary>The platform of the tool that is first on PATH.</summary>
    public static StateToolPlatform Open()
    {
        var beside = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "state.cmd" : "state")))
            ?? throw new StateToolException("Could not start the service: the tool is not on PATH");
        var folder = Directory.CreateDirectory(Path.Combine(beside, "activestate-platform")).FullName;
        var file = Path.Combine(folder, "memory.json");
        return new(folder, File.Exists(file) ? JsonSerializer.Deserialize<Memory>(File.ReadAllText(file))! : new Memory());
    }

    /// <summary>The newest revision of a package; null where the catalogue has none.</summary>
    public StateToolIngredient? Find(string group, string name, string? version, DateTimeOffset until) => _memory.Ingredients
        .Where(known => known.Namespace == group && known.Name == name && (version is null || known.Version == version) && known.Published <= until)
        .MaxBy(static known => known.Published);

    /// <summary>Keeps a copy of the file as a revision of a package.</summary>
    public StateToolIngredient Add(string group, string name, string version, string file)
    {
        // To the second, as the catalogue counts.
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var revision = (Find(group, name, version, DateTimeOffset.MaxValue)?.Revision ?? 0) + 1;
        var copy = Directory.CreateDirectory(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"ingredient{_memory.Ingredients.Count}"))).FullName;
        File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var ingredient = new StateToolIngredient(group, name, version, revision, now, Path.Combine(copy, Path.GetFileName(file)));
        _memory.Ingredients.Add(ingredient);
        Save();
        return ingredient;
    }

    /// <summary>A commit; null where there is none of that id.</summary>
    public StateToolCommit? Find(string id) => _memory.Commits.FirstOrDefault(commit => commit.Id == id);

    /// <summary>Stages a script as a new commit.</summary>
    public StateToolCommit Commit(string script)
    {
        var commit = new StateToolCommit(Guid.NewGuid().ToString("D"), script);
        _memory.Commits.Add(commit);
        Save();
        return commit;
    }

    /// <summary>How often a fault has happened, this time included.</summary>
    public int Count(string fault)
    {
        var count = _memory.Faults.GetValueOrDefault(fault) + 1;
        _memory.Faults[fault] = count;
        Save();
        return count;
    }

    private void Save() => File.WriteAllText(MemoryFile, JsonSerializer.Serialize(_memory));

    private sealed class Memory
    {
        public List<StateToolIngredient> Ingredients { get; init; } = [];

        public List<StateToolCommit> Commits { get; init; } = [];

        public Dictionary<string, int> Faults { get; init; } = new(StringComparer.Ordinal);
    }
}
