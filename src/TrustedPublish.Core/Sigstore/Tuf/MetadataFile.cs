using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>What timestamp and snapshot say of another role's metadata: the version that is current, and perhaps its content.</summary>
internal sealed record MetadataFile(long Version, FileContent Content)
{
    /// <exception cref="FormatException">It is malformed.</exception>
    public static MetadataFile Read(JsonElement file) => new(file.RequiredCount("version"), FileContent.Read(file, isRequired: false));

    /// <summary>The files of <c>meta</c>, by their names.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static IReadOnlyDictionary<string, MetadataFile> ReadAll(JsonElement signed) =>
        signed.RequiredObject("meta").Objects().ToDictionary(static file => file.Name, static file => Read(file.Value), StringComparer.Ordinal);
}
