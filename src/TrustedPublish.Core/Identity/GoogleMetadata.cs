using System.Net;
using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// The metadata server of a machine of Google Cloud. Plain http is right here, since the packets don't leave the host, and no proxy
/// is asked; what answers must show by a header that it is this server (Google Cloud's documentation, "About VM metadata").
/// </summary>
internal sealed class GoogleMetadata(JobEnvironment environment, HttpTransport transport, GoogleMachine machine)
{
    /// <summary>The variable that names another server, which Google's own libraries heed too.</summary>
    public const string HostVariable = "GCE_METADATA_HOST";

    private const string Flavor = "Google";
    private const string Account = "computeMetadata/v1/instance/service-accounts/default";

    /// <summary>Whether a metadata server answers, in one try within <see cref="GoogleMachine.PingTimeout"/>.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (Root() is not { } root) return false;
        using var deadline = new Deadline(machine.PingTimeout, transport.Options.TimeProvider, cancellationToken);
        using var request = Ask(root);
        try
        {
            return (await transport.SendAsync(request, deadline, transport.Options.MaximumAnswerBytes, cancellationToken)).MetadataFlavor == Flavor;
        }
        catch (PublishException)
        {
            return false;
        }
    }

    /// <summary>An ID token of the machine's service account (<c>format=full</c>: with its e-mail address, by which an index knows it).</summary>
    /// <exception cref="PublishException">The server gives none, or it is none.</exception>
    public async Task<Secret> GetIdTokenAsync(string audience, CancellationToken cancellationToken)
    {
        var answer = await GetAsync($"{Account}/identity?audience={Uri.EscapeDataString(audience)}&format=full", "ID token", cancellationToken);
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return string.IsNullOrWhiteSpace(text) ? throw Empty("ID token", answer) : new Secret(text);
    }

    /// <summary>An access token of the machine's service account.</summary>
    /// <exception cref="PublishException">The server gives none, or it is none.</exception>
    public async Task<Secret> GetAccessTokenAsync(CancellationToken cancellationToken)
    {
        var answer = await GetAsync($"{Account}/token", "access token", cancellationToken);
        return answer.ReadJsonObject()?.Text("access_token") is { } token && !string.IsNullOrWhiteSpace(token) ? new Secret(token) : throw Empty("access token", answer);
    }

    private async Task<HttpAnswer> GetAsync(string path, string what, CancellationToken cancellationToken)
    {
        var root = Root() ?? throw new PublishException(
            FailureKind.IdTokenRequestRefused,
            $"{HostVariable} is no host name with or without a port.",
            "Set it to the metadata server's host[:port], or remove it.") { Target = HostVariable };
        using var request = Ask(new Uri(root, path));
        HttpAnswer answer;
        try
        {
            answer = await transport.SendAsync(request, cancellationToken);
        }
        catch (PublishException failure) when (failure.Kind is FailureKind.ConnectionFailed or FailureKind.TimedOut)
        {
            throw new PublishException(
                failure.Kind,
                failure.Message,
                $"Run this on Google Cloud, in a step whose network reaches the metadata server; {HostVariable} names another one.",
                failure) { Target = failure.Target, IsTransient = failure.IsTransient };
        }

        var target = root.AbsoluteUri;
        // A server that is out of order says nothing that could be believed, and has another try.
        if (!answer.IsTransient && answer.MetadataFlavor != Flavor)
        {
            throw new PublishException(
                FailureKind.MetadataServerUntrusted,
                $"What answers at {root.Authority} is not Google's metadata server: its answer lacks the header 'Metadata-Flavor: Google'.",
                $"Check {HostVariable} and who resolves this name; nothing that it said was used.") { Target = target, Status = answer.Status };
        }

        if (answer.IsSuccess) return answer;
        if (answer.Status == HttpStatusCode.NotFound)
        {
            throw new PublishException(
                FailureKind.ServiceAccountMissing,
                $"The metadata server has no {what}: no service account is attached here.",
                "Attach a service account: to the VM (gcloud compute instances set-service-account), the build (serviceAccount: in cloudbuild.yaml), the Cloud Run service or job, or the GKE pod (Workload Identity).") { Target = target, Status = answer.Status };
        }

        throw new PublishException(
            FailureKind.IdTokenRequestRefused,
            $"The metadata server was asked for an {what} and answered {(int)answer.Status}: {answer.Message}",
            answer.IsTransient
                ? "This is a passing fault of Google Cloud (https://status.cloud.google.com). Run the job again."
                : "Check that the attached service account exists and is enabled.") { Target = target, Status = answer.Status, IsTransient = answer.IsTransient, RetryAfter = answer.RetryAfter };
    }

    private PublishException Empty(string what, HttpAnswer answer) => new(
        FailureKind.AnswerMalformed,
        $"The metadata server answered without an {what}.",
        "Look at https://status.cloud.google.com and run the job again.") { Target = Root()?.AbsoluteUri, Status = answer.Status };

    private static HttpRequestMessage Ask(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Metadata-Flavor", Flavor);
        return request;
    }

    /// <summary>The server's root, or null where the variable names no host: it must not lead the request to another path.</summary>
    private Uri? Root() =>
        Uri.TryCreate($"http://{environment[HostVariable] ?? machine.MetadataHost}/", UriKind.Absolute, out var root) && root.PathAndQuery == "/" && root.UserInfo.Length == 0 && root.Fragment.Length == 0
            ? root
            : null;
}
