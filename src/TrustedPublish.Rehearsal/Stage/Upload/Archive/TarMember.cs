namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>A member of a tar archive.</summary>
internal sealed class TarMember
{
    /// <summary>Its path, without slashes at the end.</summary>
    public required string Name { get; set; }

    /// <summary>The letter that says what it is.</summary>
    public required char Type { get; init; }

    /// <summary>How many bytes of content follow its header.</summary>
    public required long Size { get; set; }

    /// <summary>Whether it is a file with holes.</summary>
    public bool IsSparse { get; set; }

    /// <summary>Whether it is a file, whose content is of interest.</summary>
    public bool IsFile => Type is '0' or '\0' or '7';
}
