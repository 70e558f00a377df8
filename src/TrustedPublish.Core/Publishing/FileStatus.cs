namespace TrustedPublish.Core.Publishing;

/// <summary>What became of one file.</summary>
public enum FileStatus
{
    /// <summary>The index took it.</summary>
    Published,

    /// <summary>The index had the identical file before.</summary>
    AlreadyPublished,

    /// <summary>The index refused it, or it could not be sent.</summary>
    Failed,
}
