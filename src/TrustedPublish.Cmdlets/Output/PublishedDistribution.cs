using TrustedPublish.Core.Publishing;

namespace TrustedPublish;

/// <summary>What became of one file: what Publish-PythonDistribution returns.</summary>
public sealed class PublishedDistribution
{
    internal PublishedDistribution(FileResult result)
    {
        FileName = result.Distribution.FileName;
        Path = result.Distribution.File.FullName;
        Project = result.Distribution.Metadata.Name;
        Version = result.Distribution.Metadata.Version.Text;
        PackageType = result.Distribution.Name.Type.ToString();
        Size = result.Distribution.Size;
        Sha256 = result.Sha256;
        Status = result.Status.ToString();
        Repository = result.Index.Name;
        Url = result.ReleasePage;
        Attempts = result.Attempts;
        Attestations = [.. result.Attestations.Select(static attestation => attestation.Statement.PredicateType)];
        if (Attestations.Count > 0) ProvenanceUrl = result.ProvenancePage;
        ErrorId = result.Error?.Kind.ToString();
        Message = result.Error?.Message;
        Duration = result.Duration;
    }

    /// <summary>The file's name.</summary>
    public string FileName { get; }

    /// <summary>Where it is on disk.</summary>
    public string Path { get; }

    /// <summary>The project's name as its metadata spells it.</summary>
    public string Project { get; }

    /// <summary>The version as its metadata spells it.</summary>
    public string Version { get; }

    /// <summary><c>Wheel</c> or <c>Sdist</c>.</summary>
    public string PackageType { get; }

    /// <summary>Its length in bytes.</summary>
    public long Size { get; }

    /// <summary>Its SHA-256, 64 hex digits in lower case.</summary>
    public string? Sha256 { get; }

    /// <summary><c>Published</c>, <c>AlreadyPublished</c> or <c>Failed</c>.</summary>
    public string Status { get; }

    /// <summary>The index: <c>pypi</c>, <c>testpypi</c>, or its base URL.</summary>
    public string Repository { get; }

    /// <summary>The release's page on the index.</summary>
    public Uri Url { get; }

    /// <summary>The predicate types of the attestations that were sent with it (PEP 740); none where it went without. An index that had the file already keeps what it had.</summary>
    public IReadOnlyList<string> Attestations { get; }

    /// <summary>Where the index shows them, in JSON; null where there are none.</summary>
    public Uri? ProvenanceUrl { get; }

    /// <summary>How often the file was sent.</summary>
    public int Attempts { get; }

    /// <summary>The id of the error of a file that failed, as in <c>FullyQualifiedErrorId</c>; else null.</summary>
    public string? ErrorId { get; }

    /// <summary>Why it failed, in a sentence or two; else null.</summary>
    public string? Message { get; }

    /// <summary>From the file's turn to its end, retries included.</summary>
    public TimeSpan Duration { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName}: {Status}";
}
