using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.ActiveState;

/// <summary>A folder that the State Tool has a project checked out in: the one with <c>activestate.yaml</c>.</summary>
/// <param name="Path">The folder.</param>
public sealed partial record ProjectFolder(string Path)
{
    /// <summary>The file that makes a folder a project.</summary>
    public const string ConfigurationName = "activestate.yaml";

    /// <summary>Set in an activated shell: the project's folder, which counts wherever the shell has gone (ActiveState/cli, constants.go).</summary>
    private const string ActivatedVariable = "ACTIVESTATE_ACTIVATED";

    // The tool's own files are a few lines; a project's with scripts in it is some kilobytes.
    private const int LargestFile = 1 << 20;

    /// <summary>The project's configuration.</summary>
    public string ConfigurationPath => System.IO.Path.Combine(Path, ConfigurationName);

    /// <summary>Where its build script is, or would be.</summary>
    public string ScriptPath => System.IO.Path.Combine(Path, BuildScript.FileName);

    /// <summary>
    /// The project that the State Tool run in <paramref name="start"/> would take: that of an activated shell, or else the
    /// nearest from there upwards (ActiveState/cli pkg/projectfile). Null where there is none.
    /// </summary>
    public static ProjectFolder? Find(string start, JobEnvironment environment)
    {
        if (environment[ActivatedVariable] is { } activated) return At(activated);
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (At(folder.FullName) is { } project) return project;
        return null;
    }

    /// <summary>The same; an error where there is none.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.ActiveStateProjectMissing"/>.</exception>
    public static ProjectFolder Get(string start, JobEnvironment environment) => Find(start, environment) ?? throw (environment[ActivatedVariable] is { } activated ? NotActivated(activated) : new PublishException(
        FailureKind.ActiveStateProjectMissing,
        $"Neither {start} nor a folder above it is an ActiveState project: there is no {ConfigurationName}.",
        "Run it in the project's folder, or check the project out there first: state checkout ORG/PROJECT .") { Target = start });

    private static PublishException NotActivated(string folder) => new(
        FailureKind.ActiveStateProjectMissing,
        $"{ActivatedVariable} says that the project is in '{folder}', where there is no {ConfigurationName}; the State Tool looks nowhere else then.",
        $"Remove {ActivatedVariable} ('{folder}') from the environment, or leave the activated shell, and run this in the project's folder.") { Target = folder };

    /// <summary>The project's URL, from <c>activestate.yaml</c>.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.ActiveStateProjectInvalid"/>.</exception>
    public ProjectAddress ReadAddress() => ReadLine(ConfigurationPath, ConfigurationLine()) ?? throw new PublishException(
        FailureKind.ActiveStateProjectInvalid,
        $"{ConfigurationPath} has no line 'project: https://…'.",
        "Check the project out again: state checkout ORG/PROJECT .") { Target = ConfigurationPath };

    /// <summary>The project's URL in a build script's info block, or null where the folder has no script with one.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public static ProjectAddress? ReadScriptAddress(string folder) =>
        System.IO.Path.Combine(folder, BuildScript.FileName) is var script && File.Exists(script) ? ReadLine(script, ScriptLine()) : null;

    private static ProjectFolder? At(string folder) => new ProjectFolder(folder) is var project && File.Exists(project.ConfigurationPath) ? project : null;

    private static ProjectAddress? ReadLine(string path, Regex line)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) return null;
            return line.Match(File.ReadAllText(path)) is { Success: true } match ? ProjectAddress.Parse(match.Groups["url"].Value) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PublishException(FailureKind.FileUnreadable, $"{path} can't be read: {exception.Message}", "Check the file's permissions.", exception) { Target = path };
        }
    }

    // The first line of that key at the margin, quoted or not, as YAML has it.
    [GeneratedRegex(@"^project:[ \t]*(?<quote>['""]?)(?<url>https://[^\s'""]+)\k<quote>[ \t]*(?:#.*)?\r?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfigurationLine();

    [GeneratedRegex(@"\A\s*```\s*\n(?:[^`]*\n)?Project:[ \t]*(?<url>https://[^\s`]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptLine();
}
