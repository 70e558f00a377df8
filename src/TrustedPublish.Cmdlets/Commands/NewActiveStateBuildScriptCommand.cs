using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.ActiveState;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Paths;

namespace TrustedPublish.Commands;

/// <summary>New-ActiveStateBuildScript: the <c>buildscript.as</c> that has ActiveState build a wheel and publish it.</summary>
[Cmdlet(VerbsCommon.New, "ActiveStateBuildScript", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class NewActiveStateBuildScriptCommand : IndexCommand
{
    /// <summary>The package's name, as it is in ActiveState's catalogue.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The package's version.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Version { get; set; } = "";

    /// <summary>The <c>Timestamp</c> that <c>state publish</c> printed. A part of a second counts as a whole one.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>The organization whose private namespace the package is in; by default that of the project.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Organization { get; set; }

    /// <summary>The package's namespace, <c>private/ORG</c> or <c>private/ORG/FOLDER</c>, in place of -Organization.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The index to publish to: <c>pypi</c> (the default), <c>testpypi</c>, or a base URL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string Repository { get; set; } = "pypi";

    /// <summary>The index's audience. Without it an index other than PyPI and TestPyPI is asked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>The platforms to build for: <c>linux</c>, <c>macos</c>, <c>windows</c>, or UUIDs of ActiveState's list.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string[] Platform { get; set; } = ["linux"];

    /// <summary>The Python that builds the wheel.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string PythonVersion { get; set; } = BuildScript.DefaultPythonVersion;

    /// <summary>Which try it is. Raise it to publish again after a passing fault.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Attempt { get; set; } = 1;

    /// <summary>The project's URL; by default that of the project here.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectUrl { get; set; }

    /// <summary>The file, or a folder for <c>buildscript.as</c> in it. Without it the text is returned.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var project = FindProject();
            var script = new BuildScript(project, Timestamp, IngredientNamespace.Choose(Namespace, Organization, project), Name, Version, FindDestination())
            {
                Attempt = Attempt,
                Platforms = [.. Platform.Select(PlatformId.Parse)],
                PythonVersion = PythonVersion,
            };
            if (Path is null) WriteObject(script.ToString());
            else Write(script, FilePaths.Literal(SessionState.Path, Path));
        }
        catch (PublishException failure)
        {
            Throw(failure);
        }
    }

    private ProjectAddress FindProject()
    {
        if (ProjectUrl is not null) return ProjectAddress.Parse(ProjectUrl);
        var here = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        // activestate.yaml first: it is what the tool goes by, and its commit is never behind the script's.
        if (ProjectFolder.Find(here, JobEnvironment.Process) is { } folder) return folder.ReadAddress();
        return ProjectFolder.ReadScriptAddress(here) ?? ProjectFolder.Get(here, JobEnvironment.Process).ReadAddress();
    }

    private BuildDestination FindDestination()
    {
        var index = PackageIndex.Parse(Repository);
        if (Audience is not null) return BuildDestination.Of(index, Audience);
        return BuildDestination.Known(index) ?? Run((transport, stop) => BuildDestination.AskAsync(transport, index, stop));
    }

    private void Write(BuildScript script, FileInfo place)
    {
        var path = Directory.Exists(place.FullName) ? System.IO.Path.Combine(place.FullName, BuildScript.FileName) : place.FullName;
        if (!Force) ScriptFile.Refuse(path);
        if (!ShouldProcess(path, "Write the build script")) return;
        ScriptFile.Write(path, script.ToString(), Force);
        WriteObject(new FileInfo(path));
    }
}
