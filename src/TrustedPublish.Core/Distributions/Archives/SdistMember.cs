namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>What a member of a tar archive is.</summary>
internal enum SdistMemberKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A symbolic or hard link.</summary>
    Link,

    /// <summary>A device, a pipe, or a kind that is none of the others.</summary>
    Special,

    /// <summary>A file with holes, in GNU tar's or pax's form.</summary>
    Sparse,
}

/// <summary>One member of an sdist.</summary>
/// <param name="Name">Its path as the archive spells it.</param>
/// <param name="Kind">What it is.</param>
internal sealed record SdistMember(string Name, SdistMemberKind Kind)
{
    /// <summary>The path without the slash that ends a folder's.</summary>
    public string Path => Name.TrimEnd('/');
}
