using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>A store that a test can look into and spoil.</summary>
public sealed class MemoryStore : IMetadataStore
{
    public Dictionary<string, byte[]> Files { get; } = [];

    public ReadOnlyMemory<byte>? Read(string name) => Files.TryGetValue(name, out var content) ? content.AsMemory() : (ReadOnlyMemory<byte>?)null;

    public void Write(string name, ReadOnlyMemory<byte> content) => Files[name] = content.ToArray();

    public void Delete(string name) => Files.Remove(name);
}
