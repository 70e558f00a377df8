using System.Text.Json;

namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>
/// The IAM credentials service, as far as one service account may act as another (its reference, method
/// projects.serviceAccounts.generateIdToken).
/// </summary>
internal sealed class IamCredentials(string account, Func<string, bool> takesAccessToken)
{
    /// <param name="app">The host.</param>
    /// <param name="issue">Makes the ID token of the account, from the audience and whether it shall name the account.</param>
    public void Map(WebApplication app, Func<string, bool, string> issue) =>
        app.MapPost("/v1/projects/-/serviceAccounts/{name}", (string name, HttpContext context) => AnswerAsync(name, context, issue));

    private async Task AnswerAsync(string name, HttpContext context, Func<string, bool, string> issue)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || !takesAccessToken(authorization["Bearer ".Length..].Trim()))
        {
            await RefuseAsync(context, 401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.");
            return;
        }

        var parts = name.Split(':');
        if (parts is not [_, "generateIdToken"])
        {
            await RefuseAsync(context, 404, "NOT_FOUND", "Requested entity was not found.");
            return;
        }

        if (parts[0] != account)
        {
            await RefuseAsync(context, 403, "PERMISSION_DENIED", "Permission 'iam.serviceAccounts.getOpenIdToken' denied on resource (or it may not exist).");
            return;
        }

        JsonElement body;
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            body = json.RootElement.Clone();
        }
        catch (JsonException)
        {
            await RefuseAsync(context, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.");
            return;
        }

        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("audience", out var audience) || audience.ValueKind != JsonValueKind.String || audience.GetString() is not { Length: > 0 } wanted)
        {
            await RefuseAsync(context, 400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
            return;
        }

        var includeEmail = body.TryGetProperty("includeEmail", out var include) && include.ValueKind == JsonValueKind.True;
        await JsonAnswer.WriteAsync(context, 200, new { token = issue(wanted, includeEmail) });
    }

    private static Task RefuseAsync(HttpContext context, int code, string status, string message) =>
        JsonAnswer.WriteAsync(context, code, new { error = new { code, message, status } });
}
