using TrustedPublish.Rehearsal.CommandLine;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Rehearsal.Serve;

/// <summary>Keeps the index and the identity provider running until Ctrl+C, and says how to use them.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await using var stage = await StageOf(arguments, withSigstore: true, cancellationToken);
        Console.WriteLine($"Index             {stage.IndexUrl}");
        Console.WriteLine($"Identity provider {stage.IdentityUrl}");
        Console.WriteLine($"Sigstore          {stage.SigstoreUrl}");
        Console.WriteLine($"  trusted root    {stage.TrustedRootFile}");
        Console.WriteLine($"  signing config  {stage.SigningConfigFile}");
        Console.WriteLine("\nTo be a job of it, in PowerShell:");
        foreach (var line in ShellLines.PowerShell(stage.Environment)) Console.WriteLine($"  {line}");
        Console.WriteLine("\nor in a POSIX shell:");
        foreach (var line in ShellLines.Posix(stage.Environment)) Console.WriteLine($"  {line}");
        Console.WriteLine("\nIt stays one until it ends, or these variables do. A CI system's runner takes lines such as ::add-mask:: out of the log;");
        Console.WriteLine("a shell shows them, with tokens that are good on this machine alone, while this runs.");
        Console.WriteLine("\nThen, in pwsh:");
        foreach (var line in Recipe.For(arguments.Job.System, stage, new JobIdentity(), arguments.Job.TokenAudience is not null)) Console.WriteLine($"  {line}");
        Console.WriteLine("\nRequests (Ctrl+C ends this):");
        stage.Log.Added += static entry => Console.WriteLine(
            $"  {entry.Time:HH:mm:ss} {entry.Stage,-8} {entry.Method,-4} {(entry.Status == 0 ? "cut" : entry.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)),3} {entry.Path}{(entry.FileName is { } name ? $" {name}" : "")}{(entry.Fault is { } fault ? $"  (fault: {fault})" : "")}");
        var ended = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task;
        Console.WriteLine("Stopped.");
        return 0;
    }

    /// <summary>The stage that the arguments ask for; without <c>--project</c> its publisher may upload any project.</summary>
    public static async Task<RehearsalStage> StageOf(Arguments arguments, bool withSigstore, CancellationToken cancellationToken)
    {
        var usual = new StageOptions();
        var stage = await RehearsalStage.StartAsync(
            arguments.Job.Apply(usual) with
            {
                Port = arguments.Port,
                MaximumFileBytes = arguments.MaximumFileBytes,
                Publishers = [arguments.Job.PublisherFor(arguments.Projects)],
                Seed = arguments.Seed ?? usual.Seed,
                Latency = arguments.Latency,
                BytesPerSecond = arguments.BytesPerSecond,
                TokenLifetime = arguments.TokenLifetime ?? usual.TokenLifetime,
                SimpleDelay = arguments.SimpleDelay,
                CanRevoke = !arguments.NoRevoke,
                Tls = arguments.Tls,
                IPv6 = arguments.IPv6,
                Sigstore = withSigstore,
            },
            cancellationToken);
        foreach (var fault in arguments.Faults) stage.Faults.Add(fault);
        return stage;
    }
}
