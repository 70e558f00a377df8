using System.Net;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Index;

/// <summary>
/// Exchanges an ID token for an API token (<c>POST /_/oidc/mint-token</c>, warehouse oidc/views.py). The index accepts
/// each ID token once, and a lost answer has used it up: a try after the first needs a fresh one.
/// </summary>
public sealed class TokenExchange(HttpTransport transport)
{
    /// <summary>What shall be published, to name it when the exchange is refused; null where that is not known.</summary>
    public string? Project { get; init; }

    /// <summary>Exchanges <paramref name="idToken"/> in one try.</summary>
    /// <exception cref="PublishException">The index refused, and what to change; never retried with the same ID token.</exception>
    public async Task<ApiToken> MintAsync(PackageIndex index, IdToken idToken, CancellationToken cancellationToken)
    {
        transport.Trace.Verbose($"Exchanging the ID token of {idToken.Subject ?? "an unnamed subject"} at {index}.");
        using var request = new HttpRequestMessage(HttpMethod.Post, index.MintAddress)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new TokenRequest(idToken.Value.Reveal()), TokenJson.Default.TokenRequest)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await transport.SendAsync(request, cancellationToken);
        var token = Read(index, idToken, answer);
        transport.Trace.Verbose($"{index} issued an API token that ends at {token.ExpiresAt:u}.");
        return token;
    }

    /// <summary>
    /// Exchanges an ID token that is requested from <paramref name="provider"/>, with a fresh one for each try; where the
    /// CI system gives only one, there is one try. The first try takes <paramref name="first"/> where there is one.
    /// </summary>
    /// <exception cref="PublishException">The CI system or the index refused, and what to change.</exception>
    public async Task<ApiToken> MintAsync(PackageIndex index, IIdentityProvider provider, string audience, IdToken? first, CancellationToken cancellationToken)
    {
        async Task<ApiToken> Once(CancellationToken run)
        {
            var idToken = Interlocked.Exchange(ref first, null) ?? await provider.RequestAsync(audience, run);
            idToken.Check(audience, transport.Options.TimeProvider.GetUtcNow());
            return await MintAsync(index, idToken, run);
        }

        return provider.CanRepeat
            ? await transport.Retry.RunAsync("The token exchange", Once, cancellationToken)
            : await OneTryAsync(() => Once(cancellationToken));
    }

    /// <summary>Exchanges an ID token that can't be had again: there is no second try.</summary>
    /// <exception cref="PublishException">The index refused, or did not answer, and then the ID token may be used up.</exception>
    public Task<ApiToken> MintOnceAsync(PackageIndex index, IdToken idToken, CancellationToken cancellationToken) => OneTryAsync(() => MintAsync(index, idToken, cancellationToken));

    private static async Task<ApiToken> OneTryAsync(Func<Task<ApiToken>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (PublishException failure) when (failure.IsTransient)
        {
            throw new PublishException(
                failure.Kind,
                $"{failure.Message} It is not tried again: the index accepts an ID token once, and this one may be used up by now.",
                "Get a fresh ID token where the CI system gives another one (Get-CIIdToken | New-PyPIToken); on GitLab, run the job again.",
                failure.InnerException) { Target = failure.Target, Status = failure.Status, Notes = failure.Notes };
        }
    }

    private ApiToken Read(PackageIndex index, IdToken idToken, HttpAnswer answer)
    {
        var address = index.MintAddress.AbsoluteUri;
        var json = answer.ReadJsonObject();
        if (answer.IsSuccess && json is { } success && success.Text("token") is { } token && !string.IsNullOrWhiteSpace(token))
        {
            DateTimeOffset? end = success.TryGetProperty("expires", out var expires) && expires.ValueKind == JsonValueKind.Number
                && expires.TryGetInt64(out var seconds)
                ? JsonText.UnixTime(seconds)
                : null;
            return new ApiToken(index, new Secret(token), end) { Identity = PublisherIdentity.Of(idToken) };
        }

        if (answer.Status == HttpStatusCode.UnprocessableEntity && json is { } refusal && ReadErrors(refusal) is { Count: > 0 } errors)
        {
            return Throw(MintRefusals.Explain(index, idToken, errors, Project));
        }

        return Throw(answer.Status switch
        {
            HttpStatusCode.Forbidden => new PublishException(
                FailureKind.TrustedPublishingDisabled,
                $"{index} has trusted publishing turned off: {answer.Message}",
                "Wait until the index turns it on again (see its status page), or upload with an API token.") { Status = answer.Status, Target = address },
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => new PublishException(
                FailureKind.TrustedPublishingUnsupported,
                $"{index} does not support trusted publishing: {address} does not exist there.",
                "Check -Repository, or upload with an API token of that index.") { Status = answer.Status, Target = address },
            _ => IndexAnswers.Unexpected(index, answer, "asked to exchange the ID token", address),
        });
    }

    private static ApiToken Throw(PublishException exception) => throw exception;

    /// <summary>The <c>errors</c> of a refusal; entries that are not of that form are passed over.</summary>
    private static List<(string Code, string Description)> ReadErrors(JsonElement json)
    {
        var found = new List<(string, string)>();
        if (!json.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array) return found;
        foreach (var error in errors.EnumerateArray())
        {
            if (error.ValueKind == JsonValueKind.Object && error.Text("code") is { } code)
                found.Add((HttpAnswer.OneLine(code), HttpAnswer.OneLine(error.Text("description") ?? "")));
        }

        return found;
    }
}
