using System.Management.Automation;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Paths;

namespace TrustedPublish.Commands;

/// <summary>Get-PythonDistribution: the core metadata of wheels and sdists.</summary>
[Cmdlet(VerbsCommon.Get, "PythonDistribution", DefaultParameterSetName = ByPath)]
[OutputType(typeof(PythonDistribution))]
public sealed class GetPythonDistributionCommand : PathCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var error in PathErrors) Report(error);
        foreach (var file in Run((transport, _) => Task.FromResult(ReleaseSet.Choose(Files, transport.Trace))))
        {
            if (Stopping) return;
            try
            {
                WriteObject(new PythonDistribution(Distribution.Read(file)));
            }
            catch (PublishException failure)
            {
                Report(failure);
            }
        }
    }
}
