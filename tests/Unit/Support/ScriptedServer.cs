using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TrustedPublish.Unit.Support;

/// <summary>A server on loopback that gives one answer after the other, the last one again and again, and keeps what it was asked.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<ScriptedAnswer> _answers;
    private readonly List<ScriptedRequest> _requests = [];

    private ScriptedServer(IEnumerable<ScriptedAnswer> answers)
    {
        _answers = new Queue<ScriptedAnswer>(answers);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public static async Task<ScriptedServer> StartAsync(params ScriptedAnswer[] answers)
    {
        var server = new ScriptedServer(answers);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        ScriptedAnswer answer;
        lock (_requests)
        {
            _requests.Add(new ScriptedRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        }

        if (answer.Status == ScriptedAnswer.CutOff)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.MediaType;
        if (answer.Location is not null) context.Response.Headers.Location = answer.Location;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}

/// <summary>What a <see cref="ScriptedServer"/> was asked.</summary>
public sealed record ScriptedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>What a <see cref="ScriptedServer"/> answers.</summary>
public sealed record ScriptedAnswer(int Status, ReadOnlyMemory<byte> Body, string MediaType = "application/json", string? Location = null)
{
    /// <summary>No answer: the connection is cut.</summary>
    public const int CutOff = 0;

    public static ScriptedAnswer Lost { get; } = new(CutOff, default);

    public static ScriptedAnswer Json(string text, int status = 200, string? location = null) => new(status, System.Text.Encoding.UTF8.GetBytes(text), Location: location);
}
