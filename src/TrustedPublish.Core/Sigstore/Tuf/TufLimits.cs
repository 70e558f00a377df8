namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>How much a repository may give: the sizes that python-tuf and tuf-js take, in bytes. Sigstore's files are far below.</summary>
internal static class TufLimits
{
    public const int Root = 512_000;

    public const int Timestamp = 16_384;

    public const int Snapshot = 2_000_000;

    public const int Targets = 5_000_000;

    /// <summary>A target is read into memory, by the length that its metadata says and never more than this.</summary>
    public const int Target = 16_000_000;

    /// <summary>New roots in one update; after as many it goes on with the last of them (TUF specification, 5.3.3).</summary>
    public const int RootRotations = 256;

    /// <summary>Roles that are asked for one target (TUF specification, 5.6.7).</summary>
    public const int Roles = 32;
}
