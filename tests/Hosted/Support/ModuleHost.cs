using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using TrustedPublish.Rehearsal.Run;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Hosted.Support;

/// <summary>
/// The staged module in a real engine in this process, as a job of a rehearsal index. The environment is the process's,
/// so tests that use this don't run side by side.
/// </summary>
public sealed class ModuleHost : IAsyncDisposable
{
    private readonly TextWriter _console = Console.Error;
    private readonly Dictionary<string, string?> _before = [];
    private readonly Runspace _runspace;

    private ModuleHost(RehearsalStage stage)
    {
        Stage = stage;
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(JobVariables.IsOfAnyJob)) Environment.SetEnvironmentVariable(name, null);
        foreach (var (name, value) in stage.Environment)
        {
            _before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        // These tests look at what a person sees; the machine that runs them may be a CI job itself.
        Environment.SetEnvironmentVariable("CI", null);
        Console.SetError(LogCommands);
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows()) state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        state.ImportPSModule(Manifest);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>The staged module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(Metadata("StagedModule"), "TrustedPublish.psd1");

    public RehearsalStage Stage { get; }

    /// <summary>What went to standard error: on GitHub, the commands that hide tokens in the log.</summary>
    public StringWriter LogCommands { get; } = new();

    /// <summary>The index as <c>-Repository</c> takes it.</summary>
    public string Index => Stage.IndexUrl.AbsoluteUri;

    public static async Task<ModuleHost> OpenAsync(Func<StageOptions, StageOptions>? change = null)
    {
        var options = new StageOptions { Publishers = [Publisher.For(new JobIdentity())] };
        return new ModuleHost(await RehearsalStage.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    /// <summary>The same as a job of that CI system, with a publisher that fits.</summary>
    public static Task<ModuleHost> OpenAsync(CISystem system, Func<StageOptions, StageOptions>? change = null) => OpenAsync(options =>
    {
        var fitting = options with { System = system, Publishers = [Publisher.For(system)] };
        return change?.Invoke(fitting) ?? fitting;
    });

    /// <summary>A value that the project file handed in.</summary>
    public static string Metadata(string key) =>
        typeof(ModuleHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == key).Value!;

    /// <summary>A shell of this runspace, for tests that drive it themselves.</summary>
    public PowerShell Shell() => PowerShell.Create(_runspace);

    /// <summary>The texts of this form that GitHub's log was asked to hide, in order.</summary>
    public IReadOnlyList<string> Masked(string prefix) =>
        [.. LogCommands.ToString().Split('\n').Where(line => line.StartsWith($"::add-mask::{prefix}", StringComparison.Ordinal)).Select(static line => line["::add-mask::".Length..].Trim())];

    /// <summary>Runs a script; <c>$index</c> is the index, and each name of <paramref name="variables"/> its value.</summary>
    public Outcome Run(string script, params (string Name, object Value)[] variables)
    {
        using var shell = Shell();
        _runspace.SessionStateProxy.SetVariable("index", Index);
        foreach (var (name, value) in variables) _runspace.SessionStateProxy.SetVariable(name, value);
        var output = new List<PSObject>();
        ErrorRecord? terminating = null;
        try
        {
            shell.AddScript(script).Invoke(null, output);
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }

        return new Outcome(output, [.. shell.Streams.Error], terminating, [.. shell.Streams.Verbose.Select(static line => line.Message)], [.. shell.Streams.Debug.Select(static line => line.Message)], [.. shell.Streams.Warning.Select(static line => line.Message)], [.. shell.Streams.Progress]);
    }

    public async ValueTask DisposeAsync()
    {
        _runspace.Dispose();
        Console.SetError(_console);
        // PATH is among them where the job has tools.
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, name == "PATH" ? value : null);
        await Stage.DisposeAsync();
    }
}

/// <summary>Everything that came out of a script.</summary>
public sealed record Outcome(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    ErrorRecord? Terminating,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>The one error there is.</summary>
    public ErrorRecord Error => Terminating ?? Errors.Single();

    /// <summary>Its id, without the command's name.</summary>
    public string ErrorId => Error.FullyQualifiedErrorId.Split(',')[0];

    public object? Value(string property) => Output.Single().Properties[property].Value;
}
