using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>A role that targets metadata hands some paths on to (TUF specification, 4.6).</summary>
internal sealed class DelegatedRole
{
    private static readonly string[] TopLevel = [RootMetadata.Role, TimestampMetadata.Role, SnapshotMetadata.Role, TargetsMetadata.Role];
    private readonly IReadOnlyList<string> _patterns;
    private readonly IReadOnlyList<string> _hashPrefixes;

    private DelegatedRole(JsonElement role, IReadOnlyDictionary<string, TufKey> keys)
    {
        Name = role.RequiredText("name");
        if (TopLevel.Contains(Name, StringComparer.Ordinal)) throw new FormatException($"it delegates to '{Name}', which is a role of the root");
        Keys = RoleKeys.Read(role, keys);
        IsTerminating = role.RequiredFlag("terminating");
        var hasPatterns = role.TryGetProperty("paths", out _);
        if (hasPatterns == role.TryGetProperty("path_hash_prefixes", out _)) throw new FormatException($"the delegation to '{Name}' must have paths or prefixes of their hashes, and not both");
        _patterns = hasPatterns ? role.RequiredTexts("paths") : [];
        _hashPrefixes = hasPatterns ? [] : role.RequiredTexts("path_hash_prefixes");
    }

    public string Name { get; }

    public RoleKeys Keys { get; }

    /// <summary>Whether nobody after this role is asked for a path that it covers.</summary>
    public bool IsTerminating { get; }

    /// <summary>The delegations of targets metadata, in their order; none where it has none.</summary>
    /// <exception cref="FormatException">They are malformed, or one name stands there twice.</exception>
    public static IReadOnlyList<DelegatedRole> ReadAll(JsonElement signed)
    {
        if (!signed.TryGetProperty("delegations", out var delegations)) return [];
        if (delegations.ValueKind != JsonValueKind.Object) throw new FormatException("'delegations' is no object");
        // Bins of hashes (TAP 15) are not of the specification 1.0; who has them has no 'roles', and so nothing is found there.
        if (!delegations.TryGetProperty("roles", out _)) return [];
        var keys = RoleKeys.ReadKeys(delegations.RequiredObject("keys"));
        var roles = new List<DelegatedRole>();
        foreach (var role in delegations.RequiredList("roles"))
        {
            if (role.ValueKind != JsonValueKind.Object) throw new FormatException("a delegated role is no object");
            roles.Add(new DelegatedRole(role, keys));
        }

        return roles.DistinctBy(static role => role.Name, StringComparer.Ordinal).Count() == roles.Count ? roles : throw new FormatException("it delegates to one role twice");
    }

    /// <summary>Whether this role may speak about the path.</summary>
    public bool Covers(string path)
    {
        if (_hashPrefixes.Count == 0) return _patterns.Any(pattern => PathPattern.Covers(pattern, path));
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
        return _hashPrefixes.Any(prefix => hash.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
