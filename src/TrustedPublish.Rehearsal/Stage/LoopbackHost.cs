using TrustedPublish.Rehearsal.Stage.Faults;
using TrustedPublish.Rehearsal.Stage.Requests;

namespace TrustedPublish.Rehearsal.Stage;

/// <summary>Builds a web host that listens on 127.0.0.1 alone, logs its requests and goes wrong where the plan says so.</summary>
internal static class LoopbackHost
{
    public static WebApplication Build(int port, RequestLog log, FaultPlan faults, TimeProvider timeProvider)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            // Faults hold requests back on purpose.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        // Ctrl+C belongs to the program, not to each of its hosts.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Use((context, next) => log.RecordAsync(context, next));
        app.Use((context, next) => new FaultMiddleware(faults, timeProvider).InvokeAsync(context, next));
        app.UseRouting();
        return app;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
