using System.Text.Json;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Rehearsal.Stage.Tools;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary><c>circleci run oidc get</c> (CircleCI's documentation, "OIDC tokens with custom claims").</summary>
internal sealed class CircleCI : ITool
{
    public string Name => "circleci";

    public Task RunAsync(ToolCall call) => call.Arguments is ["run", "oidc", "get", ..]
        ? GetTokenAsync(call)
        : throw new ToolFailedException($"Error: unknown command '{string.Join(' ', call.Arguments)}'");

    private static async Task GetTokenAsync(ToolCall call)
    {
        var organization = Environment.GetEnvironmentVariable("CIRCLE_ORGANIZATION_ID") ?? "";
        var audience = organization;
        if (call.Option("--claims") is { } claims)
        {
            try
            {
                using var json = JsonDocument.Parse(claims);
                if (json.RootElement.TryGetProperty("aud", out var given)) audience = given.GetString() ?? audience;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw new ToolFailedException($"Error: the claims are not a JSON object: {claims}");
            }
        }

        // Without the option the issuer is that of the organisation.
        var path = call.Arguments.Contains("--root-issuer") ? "" : $"/org/{organization}";
        await call.Output.WriteLineAsync(await call.AskIdTokenAsync(new ToolTokenRequest(CISystem.CircleCI, audience) { IssuerPath = path }));
    }
}
