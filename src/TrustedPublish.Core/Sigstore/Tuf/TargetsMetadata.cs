using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>A targets role's metadata (TUF specification, 4.6): files with their content, and the roles that it hands paths on to.</summary>
internal sealed class TargetsMetadata
{
    /// <summary>The top-level role's name, and the type of delegated roles' metadata too.</summary>
    public const string Role = "targets";

    private readonly Dictionary<string, FileContent> _files;

    private TargetsMetadata(SignedMetadata metadata)
    {
        Metadata = metadata;
        _files = metadata.Content.RequiredObject("targets").Objects()
            .ToDictionary(static file => file.Name, static file => FileContent.Read(file.Value, isRequired: true), StringComparer.Ordinal);
        Delegations = DelegatedRole.ReadAll(metadata.Content);
    }

    public SignedMetadata Metadata { get; }

    public long Version => Metadata.Version;

    /// <summary>The roles that it hands paths on to, the one to ask first at the front.</summary>
    public IReadOnlyList<DelegatedRole> Delegations { get; }

    /// <summary>Reads it and holds its signatures to its delegator's keys. It may be out of date.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.TrustUpdateRefused"/>.</exception>
    public static TargetsMetadata Read(ReadOnlyMemory<byte> bytes, string role, RoleKeys keys)
    {
        var targets = SignedMetadata.Read(role, Role, bytes, static metadata => new TargetsMetadata(metadata));
        targets.Metadata.RequireSignatures(keys);
        return targets;
    }

    /// <summary>The content of one of its own files; null where it has no such file.</summary>
    public FileContent? FileAt(string path) => _files.GetValueOrDefault(path);
}
