using System.Globalization;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Rehearsal.Stage.Tools;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>
/// <c>buildkite-agent oidc request-token</c> and <c>buildkite-agent redactor add</c> (Buildkite's documentation, "buildkite-agent
/// oidc" and "buildkite-agent redactor").
/// </summary>
internal sealed class BuildkiteAgent : ITool
{
    public string Name => "buildkite-agent";

    public Task RunAsync(ToolCall call) => call.Arguments switch
    {
        ["oidc", "request-token", ..] => RequestTokenAsync(call),
        ["redactor", "add", ..] => AddRedactionAsync(call),
        _ => throw new ToolFailedException($"fatal: unknown command '{string.Join(' ', call.Arguments)}'"),
    };

    private static async Task RequestTokenAsync(ToolCall call)
    {
        int? lifetime = call.Option("--lifetime") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : null;
        var audience = call.Option("--audience") is { Length: > 0 } given ? given : $"https://buildkite.com/{Environment.GetEnvironmentVariable("BUILDKITE_ORGANIZATION_SLUG")}";
        await call.Output.WriteLineAsync(await call.AskIdTokenAsync(new ToolTokenRequest(CISystem.Buildkite, audience) { LifetimeSeconds = lifetime }));
    }

    /// <summary>The secret is what a file or standard input holds, without the white space around it.</summary>
    private static async Task AddRedactionAsync(ToolCall call)
    {
        var secret = call.Arguments.Skip(2).FirstOrDefault(static word => !word.StartsWith('-')) is { } file
            ? await File.ReadAllTextAsync(file, call.CancellationToken)
            : await call.Input.ReadToEndAsync(call.CancellationToken);
        await call.AskAsync("tool/hide", secret.Trim());
    }
}
