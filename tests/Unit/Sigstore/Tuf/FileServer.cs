using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Files on loopback, with a record of what was asked for.</summary>
public sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();

    private FileServer(Func<string, byte[]?> files)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            // As it was sent: what is escaped in it stays so.
            var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget[1..];
            _requests.Enqueue(path);
            if (Status is { } status)
            {
                context.Response.StatusCode = status;
                if (status is >= 300 and < 400) context.Response.Headers.Location = "https://login.example.org/";
            }
            else if (EndlessFrom is { } endless && path == endless)
            {
                await SendWithoutEndAsync(context);
            }
            else if (BreaksAt is { } breaks && path == breaks)
            {
                context.Abort();
            }
            else if (files(path) is { } content)
            {
                await context.Response.Body.WriteAsync(content, context.RequestAborted);
            }
            else
            {
                context.Response.StatusCode = StatusOfMissing;
            }
        });
    }

    public Uri Address => new(_app.Urls.First() + "/");

    /// <summary>What was asked for since the last look.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            var requests = _requests.ToArray();
            _requests.Clear();
            return requests;
        }
    }

    /// <summary>The status of every answer, where it is set.</summary>
    public int? Status { get; set; }

    public int StatusOfMissing { get; set; } = 404;

    /// <summary>The path that never stops sending.</summary>
    public string? EndlessFrom { get; set; }

    /// <summary>The path at which the connection breaks.</summary>
    public string? BreaksAt { get; set; }

    public static async Task<FileServer> StartAsync(Func<string, byte[]?> files)
    {
        var server = new FileServer(files);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task SendWithoutEndAsync(HttpContext context)
    {
        var spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        try
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has had enough.
        }
    }
}
