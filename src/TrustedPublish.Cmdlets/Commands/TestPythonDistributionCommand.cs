using System.Management.Automation;
using TrustedPublish.Completion;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Paths;

namespace TrustedPublish.Commands;

/// <summary>Test-PythonDistribution: holds wheels and sdists to the index's rules, without the index.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PythonDistribution", DefaultParameterSetName = ByPath)]
[OutputType(typeof(TestedDistribution))]
public sealed class TestPythonDistributionCommand : PathCommand
{
    /// <summary>Treats warnings as errors.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>The index whose rules count: <c>pypi</c> (the default), <c>testpypi</c>, or a base URL. It is not asked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string Repository { get; set; } = "pypi";

    /// <summary>Ids of rules that do not count, such as <c>FileTooLarge</c> for a project whose limit PyPI has raised.</summary>
    [Parameter]
    [ValidateRule]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] IgnoreRule { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var error in PathErrors) Report(error);
        try
        {
            var rules = RuleSelection.Without(PackageIndex.Parse(Repository).Rules, IgnoreRule);
            // All of them together: some rules are about the set.
            var reports = Run((transport, stop) => Task.FromResult(ReleaseSet.Check(ReleaseSet.Choose(Files, transport.Trace), rules, stop)));
            foreach (var report in reports) WriteObject(new TestedDistribution(report, Strict));
        }
        catch (PublishException failure)
        {
            Throw(failure);
        }
    }
}
