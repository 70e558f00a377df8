using System.Net.Http.Headers;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// GitHub Actions: a GET to the runner's token service, which the job may call once it has the permission
/// <c>id-token: write</c> (GitHub's documentation, "OpenID Connect reference").
/// </summary>
public sealed class GitHubActions(JobEnvironment environment, HttpTransport transport, IdentityOptions? options = null) : IIdentityProvider
{
    private const string UrlVariable = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private const string TokenVariable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
    private const int LongestEvent = 32 * 1024 * 1024;

    private readonly IdentityOptions _options = options ?? new IdentityOptions();

    /// <inheritdoc/>
    public string Name => "GitHubActions";

    /// <inheritdoc/>
    public bool CanRepeat => true;

    /// <inheritdoc/>
    public Task<Presence> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Presence.OfFlag(environment, "GITHUB_ACTIONS"));

    /// <inheritdoc/>
    public async Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken)
    {
        var url = environment[UrlVariable];
        var requestToken = environment[TokenVariable];
        if (url is null || string.IsNullOrWhiteSpace(requestToken)) throw ExplainMissing(url is null ? UrlVariable : TokenVariable);

        if (!Uri.TryCreate(url, UriKind.Absolute, out var service) || !(service.Scheme == Uri.UriSchemeHttps || (service.IsLoopback && service.Scheme == Uri.UriSchemeHttp)))
        {
            throw new PublishException(
                FailureKind.IdTokenRequestRefused,
                $"{UrlVariable} is not an https address, so the job's request token is not sent there.",
                "The runner sets this variable; remove whatever overwrites it in the workflow.") { Target = UrlVariable };
        }

        var secret = new Secret(requestToken);
        await _options.Hide(secret, cancellationToken);
        var query = service.Query.Length > 1 ? $"{service.Query}&" : "?";
        var address = new UriBuilder(service) { Query = $"{query}audience={Uri.EscapeDataString(audience)}" }.Uri;
        transport.Trace.Verbose($"Requesting an ID token for the audience '{audience}' from GitHub Actions.");
        return IdToken.Read(Name, await RequestAsync(address, secret, cancellationToken));
    }

    private async Task<Secret> RequestAsync(Uri address, Secret requestToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("bearer", requestToken.Reveal());
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw new PublishException(
                FailureKind.IdTokenRequestRefused,
                $"GitHub's token service answered {(int)answer.Status}: {answer.Message}",
                answer.IsTransient
                    ? "This is a passing fault of GitHub (https://www.githubstatus.com). Run the job again."
                    : "Run the job again from its start: the request token ends with the job. On a self-hosted runner, update the runner.")
            {
                Status = answer.Status,
                Target = address.GetLeftPart(UriPartial.Path),
                IsTransient = answer.IsTransient,
                RetryAfter = answer.RetryAfter,
            };
        }

        if (answer.ReadJsonObject()?.Text("value") is { } value && !string.IsNullOrWhiteSpace(value)) return new Secret(value);

        throw new PublishException(
            FailureKind.AnswerMalformed,
            "GitHub's token service answered without an ID token: no text 'value' in its JSON.",
            "Look at https://www.githubstatus.com and run the job again. A proxy that rewrites answers has the same effect.") { Status = answer.Status, Target = address.GetLeftPart(UriPartial.Path) };
    }

    private PublishException ExplainMissing(string variable) => IsForkPullRequest()
        ? new PublishException(
            FailureKind.ForkPullRequest,
            "This job runs for a pull request from a fork, and GitHub gives such jobs no ID token.",
            "Publish from a release, a tag or a push instead: set 'on: release: types: [published]' in the workflow, or skip this step for pull requests.") { Target = variable }
        : new PublishException(
            FailureKind.IdTokenPermissionMissing,
            $"This job may not request an ID token: {variable} is not set.",
            "Give the publishing job the permission, beside 'runs-on:' — permissions: { id-token: write }. A reusable workflow needs it in the calling job too.") { Target = variable };

    /// <summary>Whether the event is a pull request whose head is a fork (<c>pull_request.head.repo.fork</c>).</summary>
    private bool IsForkPullRequest()
    {
        if (environment["GITHUB_EVENT_NAME"] is not ("pull_request" or "pull_request_review" or "pull_request_review_comment")
            || environment["GITHUB_EVENT_PATH"] is not { } path)
            return false;
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LongestEvent) return false;
            using var json = JsonDocument.Parse(file);
            return json.RootElement.GetProperty("pull_request").GetProperty("head").GetProperty("repo").GetProperty("fork").GetBoolean();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Without a readable event the plain explanation (permission) is the likelier one.
            return false;
        }
    }
}
