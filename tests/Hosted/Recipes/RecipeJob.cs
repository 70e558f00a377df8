using System.ComponentModel;
using System.Diagnostics;
using TrustedPublish.Hosted.Support;
using TrustedPublish.Rehearsal.Run;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>
/// A job of a rehearsed CI system on a machine of its own: a folder with distributions in <c>dist</c>, and a gallery that has
/// the staged module. What it runs is a recipe's own text.
/// </summary>
internal sealed class RecipeJob : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RecipeJob(RehearsalStage stage)
    {
        Stage = stage;
        Directory.CreateDirectory(Path("dist"));
        Directory.CreateDirectory(Path("installed"));
        Wheel = Archives.ValidWheel(_folder);
        Wheel.MoveTo(System.IO.Path.Combine(Path("dist"), Wheel.Name));
        Sdist = Archives.ValidSdist(_folder);
        Sdist.MoveTo(System.IO.Path.Combine(Path("dist"), Sdist.Name));
        foreach (var (name, value) in stage.Environment) Variables[name] = value;
        Variables["RECIPE_STAGED"] = ModuleHost.Metadata("StagedModule");
        Variables["RECIPE_INSTALLED"] = Path("installed");
        Variables["PSModulePath"] = Path("installed");
        Variables["NO_COLOR"] = "1";
    }

    public RehearsalStage Stage { get; }

    /// <summary>The index as a recipe names it.</summary>
    public string Index => Stage.IndexUrl.AbsoluteUri;

    /// <summary>The variables that the recipe sees beside the machine's own; null unsets one.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    public FileInfo Wheel { get; }

    public FileInfo Sdist { get; }

    /// <summary>The names of the files that the index has now.</summary>
    public IReadOnlyList<string> Published => [.. Stage.Store.Files.Select(static file => file.FileName).Order(StringComparer.Ordinal)];

    /// <summary>A job with a publisher that fits it. Skips the test where the machine has no pwsh.</summary>
    public static async Task<RecipeJob> OpenAsync(CISystem system, Func<StageOptions, StageOptions>? change = null)
    {
        await RequirePwshAsync();
        var options = new StageOptions { System = system, Publishers = [Publisher.For(system)] };
        return new RecipeJob(await RehearsalStage.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    /// <summary>A path in the job's folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    /// <summary>Runs a PowerShell script as GitHub runs one of <c>shell: pwsh</c>: with its two lines around it, dot-sourced.</summary>
    public Task<JobRun> RunPwshAsync(string script) =>
        RunScriptAsync($"$ErrorActionPreference = 'stop'\n{script}\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) {{ exit $LASTEXITCODE }}\n");

    /// <summary>Runs a PowerShell script with nothing around it: what is to end the job, the script says itself.</summary>
    public async Task<JobRun> RunScriptAsync(string script)
    {
        var file = Path("step.ps1");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        // The gallery is in place before the script looks for it, and an index that is not named is the rehearsal's, not PyPI.
        var prelude = $$"""
            Import-Module '{{RepositoryFile.Path("tests/Hosted/Recipes/Gallery.psm1")}}'
            foreach ($cmdlet in 'Get-CIIdToken', 'Publish-PythonDistribution') { $PSDefaultParameterValues["${cmdlet}:Repository"] = '{{Index}}' }
            . '{{file}}'
            """;
        return await RunAsync("pwsh", "-NoProfile", "-NonInteractive", "-Command", prelude);
    }

    /// <summary>Runs a text of a shell, on a machine that has the module already. Skips the test on Windows.</summary>
    public async Task<JobRun> RunShellAsync(string script)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The job runs in a Linux image.");
        HasModule();
        return await RunAsync("sh", "-e", "-c", script);
    }

    /// <summary>The machine has the module before the job starts.</summary>
    public void HasModule() => Variables["PSModulePath"] = System.IO.Path.GetFullPath(System.IO.Path.Combine(ModuleHost.Metadata("StagedModule"), "../.."));

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task RequirePwshAsync()
    {
        try
        {
            var (exitCode, version, _) = await RunAsync(Start("pwsh", "-NoProfile", "-Command", "$PSVersionTable.PSVersion -ge [version]'7.4'"));
            if (exitCode == 0 && version.Trim() == "True") return;
        }
        catch (Win32Exception)
        {
            // Said below.
        }

        if (Environment.GetEnvironmentVariable("REQUIRE_PESTER") == "true") Assert.Fail("The recipes must run here, and there is no pwsh 7.4 on PATH.");
        Assert.Skip("The recipes can't run: there is no pwsh 7.4 on PATH.");
    }

    private static ProcessStartInfo Start(string program, params string[] arguments) =>
        new(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task<JobRun> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var stop = TestContext.Current.CancellationToken;
        await using var ended = stop.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        return new JobRun(process.ExitCode, await output, await errors);
    }

    private Task<JobRun> RunAsync(string program, params string[] arguments)
    {
        var start = Start(program, arguments);
        start.WorkingDirectory = _folder.Path;
        foreach (var name in start.Environment.Keys.Where(JobVariables.IsOfAnyJob).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in Variables)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        return RunAsync(start);
    }
}

/// <summary>How a recipe's text ended, and what it printed.</summary>
internal sealed record JobRun(int ExitCode, string Output, string Errors)
{
    public string Log => $"{Output}\n{Errors}";

    public void Succeeded() => Assert.True(ExitCode == 0, $"It ended with {ExitCode}:\n{Log}");

    /// <summary>It failed, and said so: the words may be broken over lines.</summary>
    public void Failed(string saying)
    {
        Assert.True(ExitCode != 0, $"It should have failed:\n{Log}");
        Assert.Contains(saying, string.Join(' ', Log.Split('\n').Select(static line => line.Trim().TrimStart('|').Trim())), StringComparison.Ordinal);
    }
}
