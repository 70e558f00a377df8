using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Identity;

/// <summary>A CI system that vouches for its jobs with ID tokens.</summary>
public interface IIdentityProvider
{
    /// <summary>Its name as users type it, such as <c>GitHubActions</c>.</summary>
    string Name { get; }

    /// <summary>Whether a second ID token can be had in the same job: the index accepts each one once.</summary>
    bool CanRepeat { get; }

    /// <summary>Whether this process runs in one of its jobs. Nothing that goes wrong here is an error: it is not there then.</summary>
    Task<Presence> LookAsync(CancellationToken cancellationToken);

    /// <summary>Requests an ID token for <paramref name="audience"/>, in one try.</summary>
    /// <exception cref="PublishException">The system gives none, and what to change.</exception>
    Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken);
}
