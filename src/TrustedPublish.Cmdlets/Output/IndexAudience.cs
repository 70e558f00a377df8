namespace TrustedPublish;

/// <summary>The audience that an index's ID tokens must carry: what Get-IndexAudience returns.</summary>
public sealed class IndexAudience
{
    internal IndexAudience(string repository, string audience)
    {
        Repository = repository;
        Audience = audience;
    }

    /// <summary>The index: <c>pypi</c>, <c>testpypi</c>, or its base URL.</summary>
    public string Repository { get; }

    /// <summary>The audience, such as <c>pypi</c>.</summary>
    public string Audience { get; }
}
