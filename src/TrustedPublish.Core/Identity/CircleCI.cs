using System.Text.Json;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// CircleCI: the program that each job has prints a token with claims of the job's choice (CircleCI's documentation, "OIDC tokens
/// with custom claims"). The root issuer is the same for every organization, and the only one that an index could know.
/// </summary>
public sealed class CircleCI(JobEnvironment environment, HttpTransport transport) : IIdentityProvider
{
    /// <inheritdoc/>
    public string Name => "CircleCI";

    /// <inheritdoc/>
    public bool CanRepeat => true;

    /// <inheritdoc/>
    public Task<Presence> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Presence.OfVariable(environment, "CIRCLECI"));

    /// <inheritdoc/>
    public Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken) => new ToolToken(environment, transport).RequestAsync(
        Name,
        "circleci",
        ["run", "oidc", "get", "--claims", $$"""{"aud":"{{JsonEncodedText.Encode(audience)}}"}""", "--root-issuer"],
        "Run this step in the job's own environment, where CircleCI puts its program on PATH, and in a job that is no build of a fork.",
        cancellationToken);
}
