using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Identity;

/// <summary>Every CI system this module knows, in the order they are looked for.</summary>
public sealed class IdentityProviders
{
    private readonly JobEnvironment _environment;
    private readonly HttpTransport _transport;
    private readonly IReadOnlyList<IIdentityProvider> _all;

    /// <summary>Those of the job with these variables.</summary>
    public IdentityProviders(JobEnvironment environment, HttpTransport transport, IdentityOptions? options = null)
    {
        options ??= new IdentityOptions();
        _environment = environment;
        _transport = transport;
        // Google Cloud last: a job of another system may run on its machines, and only it may take a request to be recognised.
        IIdentityProvider[] systems =
        [
            new GitHubActions(environment, transport, options),
            new GitLab(environment, transport.Trace, options.TokenVariable),
            new Buildkite(environment, transport),
            new CircleCI(environment, transport),
            new SemaphoreCI(environment, transport.Trace),
            new GoogleCloud(environment, transport, options),
        ];
        _all = [.. systems.Select(system => new HiddenTokens(system, options.Hide))];
    }

    /// <summary>Requests an ID token from <paramref name="provider"/>; transient failures are retried.</summary>
    /// <exception cref="PublishException">The system gives none, and what to change.</exception>
    public Task<IdToken> RequestAsync(IIdentityProvider provider, string audience, CancellationToken cancellationToken) =>
        _transport.Retry.RunAsync("Requesting an ID token", run => provider.RequestAsync(audience, run), cancellationToken);

    /// <summary>The system that issued <paramref name="idToken"/>, where this process is still in one of its jobs; else null.</summary>
    public Task<IIdentityProvider?> FindIssuerAsync(IdToken idToken, CancellationToken cancellationToken) => FindPresentAsync(idToken.Provider, cancellationToken);

    /// <summary>The system called <paramref name="name"/>, where this process is in one of its jobs; else null.</summary>
    public async Task<IIdentityProvider?> FindPresentAsync(string? name, CancellationToken cancellationToken) =>
        _all.FirstOrDefault(provider => provider.Name == name) is { } known && (await known.LookAsync(cancellationToken)).IsPresent ? known : null;

    /// <summary>
    /// The system called <paramref name="name"/>, found or not, since its own errors say what it lacks; or, for null, the one that
    /// this process runs in.
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.NoCISystem"/>, with what was looked for.</exception>
    public async Task<IIdentityProvider> FindAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is not null)
            return _all.First(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase));

        var lacking = new List<string>();
        foreach (var provider in _all)
        {
            var presence = await provider.LookAsync(cancellationToken);
            _transport.Trace.Verbose($"Looked for {provider.Name}: {(presence.IsPresent ? "found" : "not found")} ({presence.Detail}).");
            if (presence.IsPresent) return provider;
            lacking.Add($"{provider.Name} ({presence.Detail})");
        }

        throw new PublishException(
            FailureKind.NoCISystem,
            $"No CI system was found that can vouch for this process. Looked for: {string.Join("; ", lacking)}.",
            OtherSystems.Remedy(_environment)
                ?? "Trusted publishing works inside a CI job. At a prompt, create an API token on the index's account page and pass it on: Publish-PythonDistribution -Token (Read-Host -AsSecureString).");
    }
}
