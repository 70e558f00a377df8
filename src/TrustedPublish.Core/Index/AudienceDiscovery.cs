using System.Net;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Index;

/// <summary>Asks an index for the audience its ID tokens must carry (<c>GET /_/oidc/audience</c>, warehouse oidc/views.py).</summary>
public sealed class AudienceDiscovery(HttpTransport transport)
{
    private const int LongestAudience = 1024;

    /// <summary>The audience; transient failures are retried.</summary>
    /// <exception cref="PublishException">The index has no trusted publishing, or did not answer as an index does.</exception>
    public Task<string> GetAsync(PackageIndex index, CancellationToken cancellationToken)
    {
        transport.Trace.Verbose($"Asking {index} for its audience.");
        return transport.Retry.RunAsync("Asking for the audience", run => GetOnceAsync(index, run), cancellationToken);
    }

    private async Task<string> GetOnceAsync(PackageIndex index, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, index.AudienceAddress);
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);

        // It is printed, and goes into addresses and commands: no audience has a control character.
        if (answer.IsSuccess && answer.ReadJsonObject()?.Text("audience") is { Length: > 0 and <= LongestAudience } audience && !audience.Any(char.IsControl))
            return IsOfAnother(index, audience) ? throw Foreign(index, audience) : audience;

        var address = index.AudienceAddress.AbsoluteUri;
        throw answer.Status switch
        {
            HttpStatusCode.Forbidden => new PublishException(
                FailureKind.TrustedPublishingDisabled,
                $"{index} has trusted publishing turned off: {answer.Message}",
                "Wait until the index turns it on again (see its status page), or upload with an API token from the index's account page.") { Status = answer.Status, Target = address },
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone => new PublishException(
                FailureKind.TrustedPublishingUnsupported,
                $"{index} does not support trusted publishing: {address} does not exist there.",
                "Check -Repository: it takes the index's base URL. If the address is right, upload with an API token of that index: Publish-PythonDistribution -Token.") { Status = answer.Status, Target = address },
            _ => IndexAnswers.Unexpected(index, answer, "asked for its audience", address),
        };
    }

    /// <summary>
    /// Whether the audience is that of PyPI or TestPyPI (whose names are their audiences) while the index is not: it would be
    /// handed a token by which it could publish there.
    /// </summary>
    private static bool IsOfAnother(PackageIndex index, string audience) =>
        PackageIndex.Known.Any(known => known != index && string.Equals(known.Name, audience, StringComparison.OrdinalIgnoreCase));

    private static PublishException Foreign(PackageIndex index, string audience) => new(
        FailureKind.AudienceOfOtherIndex,
        $"{index} asks for ID tokens with the audience '{audience}', which is another index's: it could publish there with them. It gets none.",
        "Check -Repository. If the index is yours, give it an audience of its own.") { Target = index.AudienceAddress.AbsoluteUri };
}
