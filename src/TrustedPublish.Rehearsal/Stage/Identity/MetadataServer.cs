using System.Security.Cryptography;

namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// What answers on every machine of Google Cloud (Google Cloud's documentation, "About VM metadata"). It takes no request that
/// lacks its header or that a proxy has passed on, so that no web page can make a machine tell its secrets.
/// </summary>
internal sealed class MetadataServer(StageOptions options)
{
    private const string Flavor = "Metadata-Flavor";
    private const string Root = "/computeMetadata/v1/";
    private const string Account = $"{Root}instance/service-accounts/default/";

    private readonly string _accessToken = $"ya29.c.{RandomNumberGenerator.GetHexString(64, lowercase: true)}";

    /// <summary>Whether this is the access token that it gives out.</summary>
    public bool Takes(string accessToken) => accessToken == _accessToken;

    /// <param name="app">The host.</param>
    /// <param name="issue">Makes the ID token of the default service account, from the audience and whether it shall be in full.</param>
    public void Map(WebApplication app, Func<string, bool, string> issue)
    {
        // The root tells anyone who answers; the rest is for those who know the header.
        app.MapGet("/", context => AnswerAsync(context, "computeMetadata/\n"));
        app.MapGet(Root, context => GuardAsync(context, () => AnswerAsync(context, "instance/\noslogin/\nproject/\n")));
        app.MapGet($"{Account}token", context => GuardAccountAsync(context, () =>
        {
            AddFlavor(context);
            return JsonAnswer.WriteAsync(context, 200, new { access_token = _accessToken, expires_in = 3599, token_type = "Bearer" });
        }));
        app.MapGet($"{Account}identity", context => GuardAccountAsync(context, () => context.Request.Query["audience"].ToString() is { Length: > 0 } audience
            ? AnswerAsync(context, issue(audience, context.Request.Query["format"] == "full"))
            : AnswerAsync(context, "non-empty audience parameter required\n", 400)));
    }

    private Task GuardAccountAsync(HttpContext context, Func<Task> answer) => GuardAsync(context, () => options.WithoutServiceAccount
        ? AnswerAsync(context, "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", 404)
        : answer());

    private Task GuardAsync(HttpContext context, Func<Task> answer)
    {
        if (context.Request.Headers[Flavor] != "Google") return AnswerAsync(context, $"Missing {Flavor}:Google header.\n", 403);
        return context.Request.Headers.ContainsKey("X-Forwarded-For") ? AnswerAsync(context, "X-Forwarded-For is not allowed.\n", 403) : answer();
    }

    private Task AnswerAsync(HttpContext context, string text, int status = 200)
    {
        AddFlavor(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = status == 200 ? "text/html" : "text/html; charset=UTF-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private void AddFlavor(HttpContext context)
    {
        if (!options.WithoutMetadataFlavor) context.Response.Headers[Flavor] = "Google";
    }
}
