using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Identity;

/// <summary>Buildkite: the agent's program prints a token for any audience (Buildkite's documentation, "buildkite-agent oidc").</summary>
public sealed class Buildkite(JobEnvironment environment, HttpTransport transport) : IIdentityProvider
{
    /// <inheritdoc/>
    public string Name => "Buildkite";

    /// <inheritdoc/>
    public bool CanRepeat => true;

    /// <inheritdoc/>
    public Task<Presence> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Presence.OfFlag(environment, "BUILDKITE"));

    /// <inheritdoc/>
    public Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken) => new ToolToken(environment, transport).RequestAsync(
        Name,
        "buildkite-agent",
        ["oidc", "request-token", "--audience", audience],
        "Run this step where the agent's program and its variables are: in a container, mount it and pass BUILDKITE_AGENT_ACCESS_TOKEN on (the docker plugin's mount-buildkite-agent: true).",
        cancellationToken);
}
