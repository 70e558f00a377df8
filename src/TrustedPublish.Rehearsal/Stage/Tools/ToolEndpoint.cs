using System.Collections.Concurrent;
using System.Text.Json;
using TrustedPublish.Rehearsal.Stage.Identity;

namespace TrustedPublish.Rehearsal.Stage.Tools;

/// <summary>What the stand-ins for a CI system's programs ask of the stage.</summary>
internal sealed class ToolEndpoint(IdTokenIssuer issuer, CIJobs jobs)
{
    /// <summary>The variable that tells a tool the address.</summary>
    public const string AddressVariable = "TRUSTEDPUBLISH_REHEARSAL";

    private readonly ConcurrentQueue<ToolRun> _runs = new();
    private readonly ConcurrentQueue<string> _hidden = new();

    public IReadOnlyList<ToolRun> Runs => [.. _runs];

    public IReadOnlyList<string> Hidden => [.. _hidden];

    public ToolFailure? Failure { get; set; }

    public void Map(WebApplication app)
    {
        // Each start begins here, so that a fault of the stage `tool` hits it once, whatever the tool asks for afterwards.
        app.MapPost("/tool/start", async context =>
        {
            _runs.Enqueue((await JsonSerializer.DeserializeAsync<ToolRun>(context.Request.Body, cancellationToken: context.RequestAborted))!);
            await JsonAnswer.WriteAsync(context, 200, new { failure = Failure });
        });
        app.MapPost("/tool/id-token", async context =>
        {
            var request = (await JsonSerializer.DeserializeAsync<ToolTokenRequest>(context.Request.Body, cancellationToken: context.RequestAborted))!;
            var lifetime = request.LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            var token = issuer.Issue(
                jobs.Of(request.System),
                request.Audience,
                claims =>
                {
                    foreach (var (name, value) in request.Claims) claims[name] = value;
                    if (request.IssuerPath.Length > 0) claims["iss"] = $"{issuer.IssuerOf(request.System)}{request.IssuerPath}";
                },
                lifetime);
            await JsonAnswer.WriteAsync(context, 200, new { token });
        });
        app.MapPost("/tool/hide", async context =>
        {
            _hidden.Enqueue(await JsonSerializer.DeserializeAsync<string>(context.Request.Body, cancellationToken: context.RequestAborted) ?? "");
            await JsonAnswer.WriteAsync(context, 200, new { });
        });
    }
}
