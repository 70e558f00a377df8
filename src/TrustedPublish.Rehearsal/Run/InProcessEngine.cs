using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace TrustedPublish.Rehearsal.Run;

/// <summary>
/// The pipeline in a PowerShell engine inside this process, for machines without pwsh: the package
/// System.Management.Automation is the engine itself.
/// </summary>
internal sealed class InProcessEngine : IPipelineEngine
{
    public string Description => $"PowerShell's engine in this process, {typeof(PowerShell).Assembly.GetName().Version?.ToString(3)}";

    public async Task<PipelineOutcome> RunAsync(
        IReadOnlyDictionary<string, string> environment, Uri index, IReadOnlyList<string> paths, bool verbose, CancellationToken cancellationToken)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(JobVariables.IsOfAnyJob)) Environment.SetEnvironmentVariable(name, null);
        foreach (var (name, value) in environment) Environment.SetEnvironmentVariable(name, value);

        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows()) state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        state.ImportPSModule(StagedModule.Manifest);
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Get-CIIdToken").AddParameter("Repository", index.AbsoluteUri)
            .AddCommand("New-PyPIToken")
            .AddCommand("Publish-PythonDistribution").AddParameter("LiteralPath", paths.ToArray());
        if (verbose) runspace.SessionStateProxy.SetVariable("VerbosePreference", "Continue");

        var (console, errors) = (Console.Out, Console.Error);
        await using var filtered = new MaskFilter(console);
        Console.SetError(filtered);
        var results = new PSDataCollection<PSObject>();
        try
        {
            shell.Streams.Verbose.DataAdded += (_, added) => console.WriteLine($"  VERBOSE: {shell.Streams.Verbose[added.Index].Message}");
            shell.Streams.Warning.DataAdded += (_, added) => console.WriteLine($"  WARNING: {shell.Streams.Warning[added.Index].Message}");
            shell.Streams.Error.DataAdded += (_, added) => Show(console, shell.Streams.Error[added.Index]);
            await using var stop = cancellationToken.Register(() => shell.BeginStop(null, null));
            var nothing = new PSDataCollection<PSObject>();
            nothing.Complete();
            await shell.InvokeAsync(nothing, results);
        }
        catch (RuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Show(console, exception.ErrorRecord);
            return new PipelineOutcome(Read(results), Succeeded: false);
        }
        finally
        {
            Console.SetError(errors);
        }

        return new PipelineOutcome(Read(results), !shell.HadErrors);
    }

    private static void Show(TextWriter console, ErrorRecord error)
    {
        console.WriteLine($"  ERROR: {error}");
        if (error.ErrorDetails?.RecommendedAction is { Length: > 0 } remedy) console.WriteLine($"         {remedy}");
    }

    private static List<ReportedFile> Read(IEnumerable results) =>
        [.. results.Cast<PSObject>().Select(static result => new ReportedFile(
            (string)result.Properties["FileName"].Value,
            (string)result.Properties["Status"].Value,
            (long)result.Properties["Size"].Value,
            (string?)result.Properties["Sha256"].Value,
            (int)result.Properties["Attempts"].Value))];
}
