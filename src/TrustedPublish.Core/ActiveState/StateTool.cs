using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Core.Tools;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// ActiveState's State Tool (<c>state</c>), run in a project's folder. Its lines go to the trace as they come, without the API
/// key and other tokens. It is never asked for JSON: only its texts tell all that is needed.
/// </summary>
public sealed partial class StateTool
{
    private const string ProgramName = "state";
    private const string ApiKeyVariable = "ACTIVESTATE_API_KEY";

    // What PyPI's documentation has a package depend on so that the platform builds a wheel of it.
    private static readonly IReadOnlyList<string> Dependencies =
    [
        "builder/python-module-builder@>=0",
        "language/python@>=3",
        "language/python/setuptools@>=43.0.0",
        "language/python/wheel@>=0",
    ];

    private readonly ExternalTool _program;
    private readonly ProjectFolder _project;
    private readonly Trace _trace;
    private readonly Secret? _apiKey;

    private StateTool(ExternalTool program, ProjectFolder project, Trace trace, Secret? apiKey) =>
        (_program, _project, _trace, _apiKey) = (program, project, trace, apiKey);

    /// <summary>The tool that is on PATH.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.StateToolMissing"/>.</exception>
    public static StateTool Find(JobEnvironment environment, ProjectFolder project, Trace trace)
    {
        var program = ExternalTool.Find(ProgramName, environment) ?? throw new PublishException(
            FailureKind.StateToolMissing,
            "ActiveState's State Tool is not installed: there is no 'state' on PATH.",
            "Install it (https://docs.activestate.com/platform/state/install/) in a step before, and see that its folder is on PATH.") { Target = ProgramName };
        trace.Verbose($"The State Tool is {program.FullName}.");
        return new StateTool(program, project, trace, environment[ApiKeyVariable] is { } key && !string.IsNullOrWhiteSpace(key) ? new Secret(key) : null);
    }

    /// <summary>Puts the sdist into the catalogue; with <paramref name="edit"/> as a new revision of what is there.</summary>
    /// <exception cref="PublishException">The tool refused it, or what it printed can't be read.</exception>
    public async Task<PublishedIngredient> PublishAsync(Distribution sdist, IngredientNamespace place, bool edit, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            "publish", sdist.File.FullName,
            "--namespace", place.Text,
            "--name", sdist.Metadata.Name,
            // Without it the tool takes the first number in the path, and any version of that name stands in the way of this one.
            "--version", sdist.Metadata.Version.Text,
        ];
        foreach (var dependency in Dependencies) arguments.AddRange(["--depend", dependency]);
        if (edit) arguments.Add("--edit");
        return PublishedIngredient.Parse(await RunAsync(StateToolStep.Publish, arguments, cancellationToken), sdist.Metadata.Name);
    }

    /// <summary>Commits the project's build script; the commit's id, a UUID.</summary>
    /// <exception cref="PublishException">The tool refused it, or what it printed can't be read.</exception>
    public async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        var output = await RunAsync(StateToolStep.Commit, ["commit"], cancellationToken);
        if (CommitLine().Match(output) is { Success: true } match) return match.Groups["id"].Value;
        // The platform has this very script already.
        if (output.Contains("no new changes", StringComparison.Ordinal) && _project.ReadAddress().CommitId is { } current) return current;
        throw new PublishException(
            FailureKind.StateToolOutputUnreadable,
            "'state commit' ended well, but no commit can be read from what it printed (-Verbose shows it).",
            "Update the State Tool (state update) and this module; if both are current, report what the tool printed as an issue.");
    }

    /// <summary>Has the platform build a target of the committed script, and waits for it.</summary>
    /// <exception cref="PublishException">The build failed; <see cref="PublishException.IsTransient"/> where it may pass when tried again.</exception>
    public Task EvaluateAsync(string target, CancellationToken cancellationToken) => RunAsync(StateToolStep.Evaluate, ["eval", target], cancellationToken);

    private async Task<string> RunAsync(StateToolStep step, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> all = [.. arguments, "--non-interactive"];
        _trace.Verbose($"Running state {string.Join(' ', all)}");
        var result = await _program.RunAsync(all, cancellationToken, _project.Path, onLine: line => ShowLine(Clean(line)));
        // Notices go to standard error, results to standard output.
        var said = Clean($"{result.Error}\n{result.Output}");
        return result.IsSuccess ? said : throw StateToolFailures.Explain(step, said, result.ExitCode);
    }

    private void ShowLine(string line)
    {
        if (!string.IsNullOrWhiteSpace(line)) _trace.Verbose($"state: {line}");
    }

    private string Clean(string text)
    {
        var plain = Escape().Replace(text, "");
        return TokenText.RedactCertain(_apiKey is null ? plain : plain.Replace(_apiKey.Reveal(), "***", StringComparison.Ordinal));
    }

    // Colours and cursor movements (ECMA-48 CSI).
    [GeneratedRegex(@"\u001b\[[0-?]*[ -/]*[@-~]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\bCommit '(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommitLine();
}
