namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>The names of what is kept of a repository.</summary>
internal static class StoredName
{
    public const string Timestamp = "timestamp.json";

    public const string Snapshot = "snapshot.json";

    /// <summary>When the repository was last found in order: a time (ISO 8601, UTC), signed by nobody and only ever shown.</summary>
    public const string RefreshedAt = "refreshed.txt";

    public static string Root(long version) => $"{version}.root.json";

    /// <summary>A targets role's metadata. Delegated roles have a folder of their own, so that none can take the place of a top-level one.</summary>
    public static string TargetsOf(string role) => role == TargetsMetadata.Role ? "targets.json" : $"delegated/{role}.json";

    /// <summary>A target's content.</summary>
    public static string Target(string path) => $"targets/{path}";
}
