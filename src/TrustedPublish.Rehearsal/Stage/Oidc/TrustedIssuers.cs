using TrustedPublish.Rehearsal.Stage.Identity;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>An issuer that the index takes tokens of.</summary>
/// <param name="System">The kind of publisher that its tokens stand for.</param>
/// <param name="KnownIssuer">The issuer that every index knows for this kind; another one is by arrangement.</param>
/// <param name="Verifier">Verifies its tokens.</param>
/// <param name="Match">Finds their publishers.</param>
internal sealed record TrustedIssuer(CISystem System, string KnownIssuer, IdTokenVerifier Verifier, IPublisherMatch Match);

/// <summary>The issuers that the index takes tokens of (warehouse oidc/utils.py).</summary>
internal sealed class TrustedIssuers
{
    private readonly Dictionary<string, TrustedIssuer> _issuers = new(StringComparer.Ordinal);

    /// <param name="issuer">The stage's issuers.</param>
    /// <param name="audience">The audience that their tokens must carry.</param>
    /// <param name="timeProvider">The clock.</param>
    public TrustedIssuers(IdTokenIssuer issuer, string audience, TimeProvider timeProvider)
    {
        foreach (var system in Enum.GetValues<CISystem>())
        {
            var match = MatchOf(system);
            foreach (var url in new[] { issuer.IssuerOf(system), issuer.SelfManagedIssuerOf(system) })
                _issuers[url] = new TrustedIssuer(system, issuer.IssuerOf(system), new IdTokenVerifier(url, audience, timeProvider), match);
        }
    }

    public TrustedIssuer? Find(string issuer) => _issuers.GetValueOrDefault(issuer);

    private static IPublisherMatch MatchOf(CISystem system) => system switch
    {
        CISystem.GitHub => new GitHubPublisherMatch(),
        CISystem.GitLab => new GitLabPublisherMatch(),
        CISystem.Google => new GooglePublisherMatch(),
        CISystem.Buildkite => new BuildkitePublisherMatch(),
        CISystem.CircleCI => new CircleCIPublisherMatch(),
        CISystem.Semaphore => new SemaphorePublisherMatch(),
        CISystem.ActiveState => new ActiveStatePublisherMatch(),
        _ => throw new ArgumentOutOfRangeException(nameof(system)),
    };
}
