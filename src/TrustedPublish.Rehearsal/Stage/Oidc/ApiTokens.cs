using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>A token that uploads.</summary>
/// <param name="Token">The token.</param>
/// <param name="Projects">The projects it uploads to, normalised; null for every one.</param>
/// <param name="ExpiresAt">When it ends (UTC).</param>
internal sealed record ApiTokenGrant(string Token, IReadOnlySet<string>? Projects, DateTimeOffset ExpiresAt)
{
    /// <summary>The trusted publisher that it was exchanged for; null for a token that somebody made by hand.</summary>
    public Publisher? Publisher { get; init; }
}

/// <summary>The tokens that the index has issued.</summary>
internal sealed class ApiTokens(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, ApiTokenGrant> _grants = new(StringComparer.Ordinal);

    public ApiTokenGrant Mint(IEnumerable<string>? projects, TimeSpan lifetime, Publisher? publisher = null)
    {
        var grant = new ApiTokenGrant(
            $"pypi-{Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)).Replace('+', '-').Replace('/', '_')}",
            projects?.Select(ProjectNames.Normalize).ToHashSet(StringComparer.Ordinal),
            timeProvider.GetUtcNow() + lifetime) { Publisher = publisher };
        _grants[grant.Token] = grant;
        return grant;
    }

    public ApiTokenGrant? Find(string token) => _grants.GetValueOrDefault(token);

    /// <summary>From now on it is as if it had never been.</summary>
    public void Burn(string token) => _grants.TryRemove(token, out _);

    public bool IsExpired(ApiTokenGrant grant) => grant.ExpiresAt <= timeProvider.GetUtcNow();
}
