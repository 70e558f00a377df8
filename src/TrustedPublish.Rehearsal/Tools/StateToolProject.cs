using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>The project that the tool stands in: <c>activestate.yaml</c> here or above.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Url">The value of <c>project:</c>.</param>
internal sealed partial record StateToolProject(string Folder, string Url)
{
    private const string ConfigurationName = "activestate.yaml";
    private const string ScriptName = "buildscript.as";

    /// <summary>The organization.</summary>
    public string Owner => new Uri(Url).Segments[1].Trim('/');

    /// <summary>The project's name.</summary>
    public string Name => new Uri(Url).Segments[2].Trim('/');

    /// <summary>The local commit.</summary>
    /// <exception cref="StateToolException">There is none.</exception>
    public string CommitId => CommitForm().Match(Url) is { Success: true } match
        ? match.Groups["id"].Value
        : throw new StateToolException("Your activestate.yaml contains an invalid commit ID: ''. Please run 'state reset' to fix it.");

    /// <summary>The project of the working directory.</summary>
    /// <exception cref="StateToolException">There is none.</exception>
    public static StateToolProject Find()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, ConfigurationName);
            if (!File.Exists(file)) continue;
            return UrlLine().Match(File.ReadAllText(file)) is { Success: true } match
                ? new(folder.FullName, match.Groups["url"].Value)
                : throw new StateToolException("Invalid value for 'project' field in your activestate.yaml.");
        }

        throw new StateToolException("To run this command you need to be in an existing project. You can create a new project with state init or run this command from a directory that is in an existing project.");
    }

    /// <summary>The project's script.</summary>
    /// <exception cref="StateToolException">There is none, or it can't be read.</exception>
    public StateToolScript ReadScript()
    {
        var file = Path.Combine(Folder, ScriptName);
        return File.Exists(file)
            ? StateToolScript.Parse(File.ReadAllText(file))
            : throw new StateToolException("Your project does not have a buildscript.as file. Please refer to the documentation on how to create one.");
    }

    /// <summary>Replaces the project's script.</summary>
    public void WriteScript(StateToolScript script) => File.WriteAllText(Path.Combine(Folder, ScriptName), StateToolScriptWriter.Write(script));

    /// <summary>The project at another commit; the configuration is changed.</summary>
    public StateToolProject MoveTo(string commit)
    {
        var moved = this with { Url = CommitForm().Replace(Url, $"commitID={commit}") };
        var file = Path.Combine(Folder, ConfigurationName);
        File.WriteAllText(file, File.ReadAllText(file).Replace(Url, moved.Url, StringComparison.Ordinal));
        return moved;
    }

    [GeneratedRegex(@"^project:\s*(?<url>https://\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UrlLine();

    [GeneratedRegex(@"commitID=(?<id>[0-9a-f-]{36})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommitForm();
}
