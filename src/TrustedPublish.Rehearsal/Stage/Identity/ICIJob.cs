namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>The stage's job as one CI system makes it: what it sees, and what its ID tokens say.</summary>
internal interface ICIJob
{
    CISystem System { get; }

    /// <summary>How long its ID tokens live.</summary>
    TimeSpan TokenLifetime { get; }

    /// <summary>The stand-ins on PATH by which the job gets its tokens, by name.</summary>
    IReadOnlyList<string> Tools => [];

    /// <summary>The variables by which a process is this job; asked for once the provider listens.</summary>
    IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>The claims of its ID tokens beside issuer, audience and times.</summary>
    IDictionary<string, object> Claims();

    /// <summary>Adds the routes by which the job gets its tokens.</summary>
    void Map(WebApplication app)
    {
    }
}
