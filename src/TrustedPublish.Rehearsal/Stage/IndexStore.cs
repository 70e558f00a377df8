using System.Collections.Concurrent;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>One file that was uploaded.</summary>
/// <param name="Project">Its project, normalised (PEP 503).</param>
/// <param name="Version">The version as the form gave it.</param>
/// <param name="FileName">Its name.</param>
/// <param name="FileType"><c>bdist_wheel</c> or <c>sdist</c>.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256, hex, lower case, as computed here.</param>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Form">Every text field of the form in the order received.</param>
public sealed record StoredFile(
    string Project, string Version, string FileName, string FileType, long Size, string Sha256, string Path, IReadOnlyList<KeyValuePair<string, string>> Form)
{
    /// <summary>When it came (UTC).</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Its attestations with their publisher (PEP 740, a provenance object, JSON); null without any.</summary>
    public ReadOnlyMemory<byte>? Provenance { get; init; }
}

/// <summary>The files of the index, on disk while it runs.</summary>
public sealed class IndexStore(string folder)
{
    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Lock _gate = new();

    /// <summary>All files in the order they came.</summary>
    public IReadOnlyList<StoredFile> Files
    {
        get
        {
            lock (_gate) return [.. _order.Select(name => _files[name])];
        }
    }

    public StoredFile? Find(string fileName) => _files.GetValueOrDefault(fileName);

    /// <summary>A new name for bytes on their way in; the index forgets them unless they are added.</summary>
    internal string NewPath() => Path.Combine(folder, Guid.NewGuid().ToString("N"));

    /// <summary>Keeps a file, unless one of its name came first.</summary>
    internal bool TryAdd(StoredFile file)
    {
        lock (_gate)
        {
            if (!_files.TryAdd(file.FileName, file)) return false;
            _order.Add(file.FileName);
            return true;
        }
    }
}
