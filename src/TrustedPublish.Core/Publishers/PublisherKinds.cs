using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>The kinds of trusted publishers that PyPI can register (warehouse oidc/utils.py).</summary>
public static class PublisherKinds
{
    /// <summary>All of them, as PyPI lists them.</summary>
    public static IReadOnlyList<PublisherKind> All { get; } = [new GitHubPublisher(), new GitLabPublisher(), new GooglePublisher(), new ActiveStatePublisher()];

    /// <summary>What the forms call the field of this key.</summary>
    internal static string NameOf(string key) => key == "environment" ? "Environment name" : key;

    /// <summary>The kind for jobs of the CI system of this name (<see cref="IIdentityProvider.Name"/>); null for one that PyPI takes no tokens of.</summary>
    public static PublisherKind? OfProvider(string? provider) => provider is null ? null : All.FirstOrDefault(kind => kind.Provider == provider);

    /// <summary>The kind that an ID token stands for; null for a CI system that PyPI takes no tokens of.</summary>
    public static PublisherKind? Of(IdToken idToken) =>
        All.FirstOrDefault(kind => kind.Provider == idToken.Provider)
            // An issuer with an address of its own, such as a self-managed GitLab, shows in what it says.
            ?? All.FirstOrDefault(kind => kind.Issuer == idToken.Issuer)
            ?? All.FirstOrDefault(kind => kind.TellingClaims.Any(claim => idToken.Claims.TryGetProperty(claim, out _)));
}
