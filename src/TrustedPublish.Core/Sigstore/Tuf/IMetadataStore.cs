namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>Where a repository's files of an earlier time lie. Nothing is trusted for lying there: who reads it verifies it.</summary>
internal interface IMetadataSource
{
    /// <summary>The file of that name (<see cref="StoredName"/>); null where it is not there or can't be read.</summary>
    ReadOnlyMemory<byte>? Read(string name);
}

/// <summary>One that keeps what it is given, if it can: it never fails, and what it could not keep is downloaded again.</summary>
internal interface IMetadataStore : IMetadataSource
{
    /// <summary>Keeps a file; it is there whole or not at all, also beside another process.</summary>
    void Write(string name, ReadOnlyMemory<byte> content);

    /// <summary>Forgets a file.</summary>
    void Delete(string name);
}
