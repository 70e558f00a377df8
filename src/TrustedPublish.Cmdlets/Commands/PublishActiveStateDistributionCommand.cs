using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.ActiveState;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.GitHub;

namespace TrustedPublish.Commands;

/// <summary>Publish-ActiveStateDistribution: has ActiveState's Platform build a wheel of an sdist and publish it.</summary>
[Cmdlet(VerbsData.Publish, "ActiveStateDistribution", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(ActiveStateDistribution))]
public sealed class PublishActiveStateDistributionCommand : PublishCommand
{
    /// <summary>The organization whose private namespace the package goes to; by default that of the project.</summary>
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

    /// <summary>The platforms to build for: <c>linux</c>, <c>macos</c>, <c>windows</c>, or UUIDs of ActiveState's list.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    public string[] Platform { get; set; } = ["linux"];

    /// <summary>The Python that builds the wheel.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string PythonVersion { get; set; } = BuildScript.DefaultPythonVersion;

    /// <summary>Builds the wheel and publishes nothing on the index.</summary>
    [Parameter]
    public SwitchParameter WheelOnly { get; set; }

    /// <summary>Makes a new revision of a version that ActiveState's catalogue has already.</summary>
    [Parameter]
    public SwitchParameter Edit { get; set; }

    /// <summary>Replaces a <c>buildscript.as</c> that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        try
        {
            if (PathErrors.Count > 0) throw PathErrors[0];
            var index = PackageIndex.Parse(Repository);
            var sdist = ReadSdist(RuleSelection.Without(index.Rules, IgnoreRule));
            var project = ProjectFolder.Get(SessionState.Path.CurrentFileSystemLocation.ProviderPath, JobEnvironment.Process);
            if (!Force) ScriptFile.Refuse(project.ScriptPath);
            var place = IngredientNamespace.Choose(Namespace, Organization, project.ReadAddress());
            IReadOnlyList<PlatformId> platforms = [.. Platform.Select(PlatformId.Parse)];
            var where = WheelOnly ? "ActiveState" : $"{index.Name} through ActiveState";
            if (!ShouldProcess($"{sdist.FileName} to {where}", WheelOnly ? "Build a wheel" : "Publish")) return;
            using var progress = new StepProgress(this, $"Publishing {sdist.FileName} to {where}", PlatformPublisher.Steps);
            var build = new PlatformBuild(index, Run((transport, stop) => BuildDestination.AskAsync(transport, index, stop)), place)
            {
                Edit = Edit,
                MaximumRetryCount = MaximumRetryCount,
                Platforms = platforms,
                PythonVersion = PythonVersion,
                ReplaceScript = Force,
                WheelOnly = WheelOnly,
            };
            // The publisher sees to the time limit itself: only it knows what the end of time leaves to do.
            WriteObject(new ActiveStateDistribution(RunWithoutLimit((transport, stop) =>
            {
                var tool = StateTool.Find(JobEnvironment.Process, project, transport.Trace);
                var publisher = new PlatformPublisher(tool, project, transport.Trace)
                {
                    Budget = Budget,
                    OnStep = (number, what) => progress.Show(number, what, Post),
                };
                return publisher.PublishAsync(sdist, build, stop);
            })));
        }
        catch (PublishException failure)
        {
            RunPage.Show(failure, WriteVerbose);
            Throw(failure);
        }
    }

    /// <summary>The one sdist among the files, held to the index's rules. Wheels are passed over: the platform builds its own.</summary>
    private Distribution ReadSdist(RuleSelection rules)
    {
        var wheels = Files.Where(static file => file.Name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase)).ToList();
        if (wheels.Count > 0 && wheels.Count == Files.Count)
        {
            throw new PublishException(
                FailureKind.ActiveStateSdistNeeded,
                $"{wheels[0].Name} is a wheel, and ActiveState builds wheels itself.",
                "Name the sdist (dist/*.tar.gz); a wheel that is built already is published by Publish-PythonDistribution.") { Target = wheels[0].FullName };
        }

        var set = Run((transport, stop) => Task.FromResult(ReleaseSet.Read(Files.Except(wheels), rules, transport.Trace, stop)));
        foreach (var finding in set.Reports.SelectMany(static report => report.Findings).Where(static finding => finding.Severity == Severity.Warning))
            WriteWarning($"{finding.Message} ({finding.Rule})");
        if (set.Errors.Count > 0) throw set.Errors[0];
        if (set.Distributions.Count == 1) return set.Distributions[0];
        throw new PublishException(
            FailureKind.ActiveStateSdistNeeded,
            $"There are {set.Distributions.Count} sdists: {string.Join(", ", set.Distributions.Select(static sdist => sdist.FileName))}.",
            "Name one. A project's build script builds one package.");
    }
}
