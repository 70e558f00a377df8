using System.Reflection;
using TrustedPublish.Core.Sigstore.Tuf;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>What is shipped of a repository: the root that all trust begins with, and the metadata and targets of the same day.</summary>
internal interface IShippedTrust : IMetadataSource
{
    /// <summary>The first root.</summary>
    ReadOnlyMemory<byte> Root { get; }
}

/// <summary>
/// The public Sigstore's (Data, beside these files), embedded in the assembly: it is trusted as this module's own code is. A test
/// holds its targets to its metadata, so that what is shipped is what Sigstore signed.
/// </summary>
internal sealed class ShippedTrust : IShippedTrust
{
    private ShippedTrust()
    {
    }

    public static ShippedTrust Sigstore { get; } = new();

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Root => Read("root.json") ?? throw new InvalidOperationException("The assembly lacks its root of trust.");

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"sigstore/{name}");
        if (resource is null) return null;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
