using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using TrustedPublish.Rehearsal.Stage.Faults;
using TrustedPublish.Rehearsal.Stage.Network;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>Builds a web host that listens on loopback alone, logs its requests and goes wrong where the plan says so.</summary>
internal static class LoopbackHost
{
    // The least that HTTP/2 allows its windows to be is a byte short of it.
    private const int SmallBuffer = 64 * 1024;

    /// <param name="options">What both hosts have in common.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="certificate">With one it speaks TLS.</param>
    /// <param name="log">What it logs to.</param>
    /// <param name="faults">What goes wrong.</param>
    public static WebApplication Build(StageOptions options, int port, X509Certificate2? certificate, RequestLog log, FaultPlan faults)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            // Faults hold requests back on purpose.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            if (options.BytesPerSecond is not null) Narrow(kestrel.Limits);
            kestrel.Listen(options.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = certificate is null ? HttpProtocols.Http1 : options.Protocols;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        if (options.BytesPerSecond is not null) builder.WebHost.UseSockets(Narrow);
        // Ctrl+C belongs to the program, not to each of its hosts.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Use((context, next) => log.RecordAsync(context, next));
        app.Use((context, next) => new FarAway(options).InvokeAsync(context, next));
        app.Use((context, next) => new FaultMiddleware(faults, options.TimeProvider).InvokeAsync(context, next));
        app.UseRouting();
        return app;
    }

    /// <summary>What buffers took in at once would look to the client as if it had been sent.</summary>
    private static void Narrow(KestrelServerLimits limits)
    {
        limits.MaxRequestBufferSize = SmallBuffer;
        limits.Http2.InitialStreamWindowSize = SmallBuffer;
        limits.Http2.InitialConnectionWindowSize = SmallBuffer;
    }

    private static void Narrow(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = SmallBuffer;
        sockets.CreateBoundListenSocket = static endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.ReceiveBufferSize = SmallBuffer;
            return socket;
        };
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
