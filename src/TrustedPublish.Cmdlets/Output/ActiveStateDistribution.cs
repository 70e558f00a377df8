using TrustedPublish.Core.ActiveState;

namespace TrustedPublish;

/// <summary>What became of an sdist that ActiveState builds: what Publish-ActiveStateDistribution returns.</summary>
public sealed class ActiveStateDistribution
{
    internal ActiveStateDistribution(PlatformRelease release)
    {
        FileName = release.Sdist.FileName;
        Path = release.Sdist.File.FullName;
        Project = release.Sdist.Metadata.Name;
        Version = release.Sdist.Metadata.Version.Text;
        Namespace = release.Ingredient.Namespace.Text;
        Revision = release.Ingredient.Revision;
        Timestamp = release.Ingredient.Timestamp;
        CommitId = release.CommitId;
        Attempt = release.Attempt;
        Repository = release.Index.Name;
        Status = release.IsPublished ? "Published" : "WheelBuilt";
        Url = release.IsPublished ? release.Index.ReleasePage(Project, Version) : null;
        // internal/runners/builds of ActiveState/cli
        Download = release.IsPublished ? null : "state builds --all, then state builds dl HASH_ID with the wheel's";
    }

    /// <summary>The sdist's name.</summary>
    public string FileName { get; }

    /// <summary>Where it is on disk.</summary>
    public string Path { get; }

    /// <summary>The project's name as its metadata spells it.</summary>
    public string Project { get; }

    /// <summary>The version as its metadata spells it.</summary>
    public string Version { get; }

    /// <summary>Where the package is in ActiveState's catalogue, such as <c>private/ORG</c>.</summary>
    public string Namespace { get; }

    /// <summary>How often this version has been put there, from 1.</summary>
    public int Revision { get; }

    /// <summary>From when on the catalogue has it, UTC.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The commit that was built, a UUID.</summary>
    public string CommitId { get; }

    /// <summary>Which try it was, from 1.</summary>
    public int Attempt { get; }

    /// <summary>The index: <c>pypi</c>, <c>testpypi</c>, or its base URL.</summary>
    public string Repository { get; }

    /// <summary><c>Published</c> or <c>WheelBuilt</c>.</summary>
    public string Status { get; }

    /// <summary>The release's page on the index; null where the wheel was only built.</summary>
    public Uri? Url { get; }

    /// <summary>How to fetch a wheel that was only built; else null.</summary>
    public string? Download { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName}: {Status}";
}
