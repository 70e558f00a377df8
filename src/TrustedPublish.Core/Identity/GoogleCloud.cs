using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// Google Cloud (Compute Engine, Cloud Build, Cloud Run, GKE): the metadata server gives tokens of the attached service account, or,
/// by way of the IAM credentials service, of the one that <c>GOOGLE_SERVICE_ACCOUNT_NAME</c> names.
/// </summary>
public sealed class GoogleCloud(JobEnvironment environment, HttpTransport transport, IdentityOptions? options = null) : IIdentityProvider
{
    // Google's own libraries heed it too (google-auth, environment_vars.py).
    private const string NoCheckVariable = "NO_GCE_CHECK";

    // Cloud Run's services and jobs. No proof: each Knative cluster sets the first one too (both documentations, "Container runtime
    // contract").
    private static readonly IReadOnlyList<string> CloudRunVariables = ["K_SERVICE", "CLOUD_RUN_JOB"];

    private readonly IdentityOptions _options = options ?? new IdentityOptions();

    /// <inheritdoc/>
    public string Name => "GoogleCloud";

    /// <inheritdoc/>
    public bool CanRepeat => true;

    private GoogleMetadata Metadata => new(environment, transport, _options.Machine);

    /// <inheritdoc/>
    public async Task<Presence> LookAsync(CancellationToken cancellationToken)
    {
        if (environment[GoogleMetadata.HostVariable] is not null) return Presence.OfVariable(environment, GoogleMetadata.HostVariable);
        if (environment.IsTrue(NoCheckVariable)) return new Presence(false, $"{GoogleMetadata.HostVariable} is not set and {NoCheckVariable} is 'true'");
        var product = _options.Machine.ReadProductName();
        if (product is "Google" or "Google Compute Engine") return new Presence(true, $"the machine is a '{product}'");
        // Cloud Build's containers show no sign of it but this server.
        var sign = CloudRunVariables.FirstOrDefault(variable => environment[variable] is not null);
        return await Metadata.AnswersAsync(cancellationToken)
            ? new Presence(true, sign is null ? "a metadata server answers" : $"{sign} is set and a metadata server answers")
            : new Presence(false, sign is null ? $"{GoogleMetadata.HostVariable} is not set and no metadata server answers" : $"{sign} is set but no metadata server answers");
    }

    /// <inheritdoc/>
    public async Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken)
    {
        var impersonation = new GoogleImpersonation(environment, transport);
        if (impersonation.ReadAccount() is not { } account)
        {
            transport.Trace.Verbose($"Requesting an ID token for the audience '{audience}' from Google's metadata server.");
            return IdToken.Read(Name, await Metadata.GetIdTokenAsync(audience, cancellationToken));
        }

        transport.Trace.Verbose($"Requesting an ID token for the audience '{audience}' as {account}.");
        var accessToken = await Metadata.GetAccessTokenAsync(cancellationToken);
        await _options.Hide(accessToken, cancellationToken);
        return IdToken.Read(Name, await impersonation.GetIdTokenAsync(account, accessToken, audience, cancellationToken));
    }
}
