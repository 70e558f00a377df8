using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// ID tokens of another service account than the machine's own, from the IAM credentials service (its reference, method
/// projects.serviceAccounts.generateIdToken).
/// </summary>
internal sealed class GoogleImpersonation(JobEnvironment environment, HttpTransport transport)
{
    /// <summary>The variable that names the other account.</summary>
    public const string AccountVariable = "GOOGLE_SERVICE_ACCOUNT_NAME";

    /// <summary>The variable that names another service than Google's public one.</summary>
    public const string EndpointVariable = "TRUSTEDPUBLISH_IAM_ENDPOINT";

    private const string DefaultEndpoint = "https://iamcredentials.googleapis.com";
    private const int LongestName = 254;

    /// <summary>The account that is wanted: an e-mail address or a unique number; null for the machine's own.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.ServiceAccountNameInvalid"/>: it becomes a part of an address.</exception>
    public string? ReadAccount()
    {
        if (environment[AccountVariable] is not { } name) return null;
        if (name.Length <= LongestName && (name.All(char.IsAsciiDigit) || IsAddress(name))) return name;
        throw new PublishException(
            FailureKind.ServiceAccountNameInvalid,
            $"{AccountVariable} names no service account.",
            "Set it to the account's e-mail address, such as publisher@my-project.iam.gserviceaccount.com, or remove it to publish as the attached account.") { Target = AccountVariable };
    }

    /// <summary>An ID token of <paramref name="account"/>, which the owner of <paramref name="accessToken"/> may act as; in one try.</summary>
    /// <exception cref="PublishException">The service gives none, and what to change.</exception>
    public async Task<Secret> GetIdTokenAsync(string account, Secret accessToken, string audience, CancellationToken cancellationToken)
    {
        var address = new Uri($"{Endpoint()}/v1/projects/-/serviceAccounts/{account}:generateIdToken");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new IdTokenRequest(audience, IncludeEmail: true), IdentityJson.Default.IdTokenRequest)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken.Reveal());
        var answer = await transport.SendAsync(request, cancellationToken);
        if (answer.IsSuccess)
        {
            if (answer.ReadJsonObject()?.Text("token") is { } token && !string.IsNullOrWhiteSpace(token)) return new Secret(token);
            throw new PublishException(
                FailureKind.AnswerMalformed,
                "The IAM credentials service answered without an ID token: no text 'token' in its JSON.",
                $"Look at https://status.cloud.google.com, and at {EndpointVariable} if it is set.") { Target = address.AbsoluteUri, Status = answer.Status };
        }

        var message = answer.ReadJsonObject() is { } json && json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.Text("message") is { Length: > 0 } text
            ? HttpAnswer.OneLine(text)
            : answer.Message;
        throw new PublishException(
            answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound ? FailureKind.ImpersonationRefused : FailureKind.IdTokenRequestRefused,
            $"The IAM credentials service gave no ID token of {account} ({(int)answer.Status}): {message}",
            answer.Status switch
            {
                HttpStatusCode.Forbidden or HttpStatusCode.NotFound =>
                    $"Grant the attached service account the role roles/iam.serviceAccountOpenIdTokenCreator on {account}, and enable iamcredentials.googleapis.com in its project. On a VM the access scopes must hold cloud-platform.",
                HttpStatusCode.Unauthorized => "The access token of the attached service account was not accepted. Check that the account is enabled, and run the job again.",
                _ when answer.IsTransient => "This is a passing fault of Google Cloud (https://status.cloud.google.com). Run the job again.",
                _ => $"Check {AccountVariable} and the audience.",
            }) { Target = address.AbsoluteUri, Status = answer.Status, IsTransient = answer.IsTransient, RetryAfter = answer.RetryAfter };
    }

    private static bool IsAddress(string name) =>
        name.Split('@') is [{ Length: > 0 } local, { Length: > 0 } domain]
        && local.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_')
        && domain.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.');

    /// <summary>Where the service is: the access token goes there, so that plain http is for loopback alone.</summary>
    private string Endpoint()
    {
        if (environment[EndpointVariable] is not { } text) return DefaultEndpoint;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            return uri.AbsoluteUri.TrimEnd('/');
        throw new PublishException(
            FailureKind.IdTokenRequestRefused,
            $"{EndpointVariable} is not an https address, so the access token is not sent there.",
            $"Correct {EndpointVariable}, or remove it: the service is then {DefaultEndpoint}.") { Target = EndpointVariable };
    }
}
