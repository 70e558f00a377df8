using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// Semaphore: each job has one ID token in a variable, whose audience is the organization's URL (Semaphore's documentation,
/// "OIDC Tokens").
/// </summary>
public sealed class SemaphoreCI(JobEnvironment environment, Trace trace) : IIdentityProvider
{
    /// <summary>Its name as users type it.</summary>
    internal const string ProviderName = "Semaphore";

    private const string Variable = "SEMAPHORE_OIDC_TOKEN";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public bool CanRepeat => false;

    /// <inheritdoc/>
    public Task<Presence> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Presence.OfFlag(environment, "SEMAPHORE"));

    /// <inheritdoc/>
    public Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(environment[Variable]))
        {
            throw new PublishException(
                FailureKind.IdTokenVariableMissing,
                $"This job has no ID token: {Variable} is not set.",
                "Semaphore sets it in every job of an organization whose plan has OpenID Connect; inside a container, hand it in. Otherwise pass an API token to Publish-PythonDistribution -Token.") { Target = Variable };
        }

        trace.Verbose($"Taking the job's ID token from {Variable}. PyPI has no trusted publisher for Semaphore so far; another index may.");
        try
        {
            return Task.FromResult(IdToken.Read(Name, new Secret(environment[Variable]!)));
        }
        catch (PublishException failure)
        {
            throw new PublishException(failure.Kind, $"The variable {Variable} holds no ID token. {failure.Message}", failure.Remedy) { Target = Variable };
        }
    }
}
