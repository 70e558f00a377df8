using System.Globalization;
using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>
/// ActiveState's <c>state</c>, with the commands that publish: texts, streams and exit codes are those of ActiveState/cli
/// (internal/runners, internal/locale), and the platform behind it really builds and publishes. It shares no code with the module.
/// </summary>
internal sealed partial class StateTool : ITool
{
    private static readonly string[] Flags = ["--edit", "--non-interactive", "-n"];
    private static readonly string[] Repeatable = ["--depend"];

    public string Name => "state";

    public async Task RunAsync(ToolCall call)
    {
        try
        {
            var arguments = StateToolArguments.Parse(call.Arguments, Flags, Repeatable);
            var platform = StateToolPlatform.Open();
            var fault = StateToolFaults.Next(platform, arguments.Command);
            await StartFaultAsync(fault, call.CancellationToken);
            switch (arguments.Command)
            {
                case "publish":
                    await PublishAsync(call, arguments, platform, fault == "garbled");
                    break;
                case "commit":
                    await CommitAsync(call, platform, fault == "garbled");
                    break;
                case "eval":
                    await EvaluateAsync(call, arguments, platform);
                    break;
                default:
                    throw new StateToolException($"No such command: state {arguments.Command}");
            }
        }
        catch (StateToolException failure)
        {
            await Console.Error.WriteLineAsync($" x {failure.Message.Replace("\n", "\n  ", StringComparison.Ordinal)}\n\n█ Need More Help?\n • Run → 'state --help' for general help.\n • Ask For Help → https://community.activestate.com/c/state-tool/.");
            throw new ToolFailedException("");
        }
    }

    private static async Task StartFaultAsync(string? fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case null or "garbled":
                break;
            case "hang":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "timeout":
                throw StateToolBuild.Failed("pypi-publisher", "Post \"https://upload.pypi.org/legacy/\": net/http: request canceled (Client.Timeout exceeded): i/o timeout");
            case "failed":
                throw StateToolBuild.Failed("python-module-builder", "error: invalid command 'bdist_wheel'");
            case "vulnerable":
                throw new StateToolException("Aborting because State Tool is running in non-interactive mode. To bypass you can use the '--force' flag.");
            default:
                throw new StateToolException(fault);
        }
    }

    private static async Task PublishAsync(ToolCall call, StateToolArguments arguments, StateToolPlatform platform, bool garbled)
    {
        if (!LoggedIn) throw new StateToolException("Authentication is required. Please authenticate by running 'state auth'");
        var file = arguments.Words.Count == 1 ? arguments.Words[0] : throw new StateToolException("You have to supply the source archive unless editing.");
        if (!File.Exists(file)) throw new StateToolException($"File not found: {file}");
        if (!new[] { ".zip", ".tar.gz", ".whl" }.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))) throw new StateToolException($"Expected file extension: .zip, .tar.gz or .whl: '{file}'");
        var group = arguments["--namespace"] ?? throw new StateToolException("You have to supply the namespace when working outside of a project context");
        var name = arguments["--name"] ?? throw new StateToolException("The stand-in needs --name");
        var version = arguments["--version"];
        if (!group.StartsWith("private/", StringComparison.Ordinal)) throw new StateToolException("API responded with error: the namespace must start with private/");
        if (arguments.All("--depend").Count == 0) throw new StateToolException("API responded with error: no builder among the dependencies");
        var known = platform.Find(group, name, version, DateTimeOffset.MaxValue);
        var edit = arguments.Has("--edit");
        if (edit && known is null) throw new StateToolException($"Could not find ingredient to edit with name: '{name}', namespace: '{group}'.");
        if (!edit && known is not null)
            throw new StateToolException($"Ingredient with namespace '{group}' and name '{name}' already exists. To edit an existing ingredient you need to pass the '--edit' flag.");

        await call.Output.WriteLineAsync($"Prepared the following ingredient:\n\nname: {name}\nnamespace: {group}\nversion: {version ?? "0.0.1"}\n\nDo you want to publish this ingredient?");
        if (arguments.Has("--non-interactive") || arguments.Has("-n")) await Console.Error.WriteLineAsync("Continuing because State Tool is running in non-interactive mode.");
        else if (await call.Input.ReadLineAsync(call.CancellationToken) is not ("y" or "Y" or "")) throw new StateToolException("Publish cancelled");
        await Console.Error.WriteLineAsync("Publishing ingredient...");
        var made = platform.Add(group, name, version ?? (VersionForm().Match(file) is { Success: true } number ? number.Value : "0.0.1"), file);
        if (garbled)
        {
            await call.Output.WriteLineAsync("Successfully published.");
            return;
        }

        await call.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Successfully published as:
            Name: {made.Name}
            Namespace: {made.Namespace}
            Version: {made.Version}
            Revision: {made.Revision}
            Timestamp: {made.Published.AddSeconds(1).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}

            You can install this package by running `state install {made.Namespace}:{made.Name} --ts now`.
            """));
    }

    private static async Task CommitAsync(ToolCall call, StateToolPlatform platform, bool garbled)
    {
        var project = StateToolProject.Find();
        await Console.Error.WriteLineAsync($"Operating on project {project.Owner}/{project.Name}, located at {project.Folder}.\n");
        var script = project.ReadScript();
        var current = project.CommitId;
        var committed = platform.Find(current) is { } commit ? StateToolScript.Parse(commit.Script) : null;
        if (committed is not null && committed.Time == script.Time && StateToolScriptWriter.Body(committed) == StateToolScriptWriter.Body(script))
        {
            await Console.Error.WriteLineAsync("Your buildscript contains no new changes. No commit necessary.");
            return;
        }

        if (!LoggedIn) throw new StateToolException("You are not authenticated. Authenticate with 'state auth'.");
        await Console.Error.WriteLineAsync("• Creating commit ✔ Done");
        new StateToolBuild(script, platform).Plan();
        await Console.Error.WriteLineAsync("• Resolving Dependencies ✔ Done");
        var staged = platform.Commit(StateToolScriptWriter.Write(script));
        var moved = project.MoveTo(staged.Id);
        moved.WriteScript(script with { Project = moved.Url });
        await call.Output.WriteLineAsync(garbled ? "Done." : $"Commit '{staged.Id}' for project '{project.Owner}/{project.Name}' successfully created.\n\nRun 'state refresh' to update your local runtime.\n");
    }

    private static async Task EvaluateAsync(ToolCall call, StateToolArguments arguments, StateToolPlatform platform)
    {
        var target = arguments.Words.Count == 1 ? arguments.Words[0] : throw new StateToolException("Argument required: target");
        await Console.Error.WriteLineAsync($"█ Evaluating target: {target}\n");
        if (!LoggedIn) throw new StateToolException("You need to authenticate to evaluate a target");
        var project = StateToolProject.Find();
        var commit = platform.Find(project.CommitId) ?? throw new StateToolException($"Failed to evaluate target '{target}': commit {project.CommitId} not found");
        var build = new StateToolBuild(StateToolScript.Parse(commit.Script), platform);
        switch (target)
        {
            case "wheels":
                build.BuildWheel(build.Target(target, "make_wheel"));
                break;
            case "publish_receipt":
                var publisher = build.Target(target, "pypi_publisher");
                if (publisher["attempt"] is not StateToolValue.Number) throw new StateToolException("Could not plan build. Platform responded with:\npypi_publisher: attempt must be a number");
                await StateToolIndex.PublishAsync(call, project, build.BuildWheel(build.Follow(publisher, "src", "make_wheel")), publisher.String("audience"), publisher.String("pypi_uri"));
                break;
            default:
                throw new StateToolException($"Target '{target}' not found in build script");
        }

        await Console.Error.WriteLineAsync("Evaluating ... OK\nTarget successfully evaluated");
    }

    private static bool LoggedIn => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ACTIVESTATE_API_KEY"));

    // internal/runners/publish: the first number in the whole path.
    [GeneratedRegex(@"\d+\.\d+(?:\.\d+)?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionForm();
}
