using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Identity;

/// <summary>Every CI system this module knows, in the order they are looked for.</summary>
public sealed class IdentityProviders(JobEnvironment environment, HttpTransport transport)
{
    private readonly IReadOnlyList<IIdentityProvider> _all = [new GitHubActions(environment, transport)];

    /// <summary>Requests an ID token from <paramref name="provider"/>; transient failures are retried.</summary>
    /// <exception cref="PublishException">The system gives none, and what to change.</exception>
    public Task<IdToken> RequestAsync(IIdentityProvider provider, string audience, CancellationToken cancellationToken) =>
        transport.Retry.RunAsync("Requesting an ID token", run => provider.RequestAsync(audience, run), cancellationToken);

    /// <summary>The system that issued <paramref name="idToken"/>, where this process is still in one of its jobs; else null.</summary>
    public IIdentityProvider? FindIssuer(IdToken idToken) => FindPresent(idToken.Provider);

    /// <summary>The system called <paramref name="name"/>, where this process is in one of its jobs; else null.</summary>
    public IIdentityProvider? FindPresent(string? name) => _all.FirstOrDefault(provider => provider.Name == name && provider.IsPresent());

    /// <summary>The system called <paramref name="name"/>, or, for null, the one this process runs in.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.NoCISystem"/>, with what was looked for.</exception>
    public IIdentityProvider Find(string? name = null)
    {
        if (name is not null)
            return _all.First(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase));

        foreach (var provider in _all)
        {
            var present = provider.IsPresent();
            transport.Trace.Verbose($"Looked for {provider.Name}: {(present ? "found" : "not found")} ({provider.Sign}).");
            if (present) return provider;
        }

        throw new PublishException(
            FailureKind.NoCISystem,
            $"No CI system was found that can vouch for this process. Looked for: {string.Join("; ", _all.Select(static provider => $"{provider.Name} ({provider.Sign})"))}.",
            "Trusted publishing works inside a CI job. At a prompt, create an API token on the index's account page and pass it to Publish-PythonDistribution -Token.");
    }
}
