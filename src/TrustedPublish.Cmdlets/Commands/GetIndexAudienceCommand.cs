using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Commands;

/// <summary>Get-IndexAudience: asks an index for the audience that its ID tokens must carry.</summary>
[Cmdlet(VerbsCommon.Get, "IndexAudience")]
[OutputType(typeof(IndexAudience))]
public sealed class GetIndexAudienceCommand : IndexCommand
{
    /// <summary>The indexes to ask: <c>pypi</c>, <c>testpypi</c>, or base URLs.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string[] Repository { get; set; } = ["pypi"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var repository in Repository)
        {
            try
            {
                var index = PackageIndex.Parse(repository);
                var audience = Run((transport, stop) => new AudienceDiscovery(transport).GetAsync(index, stop));
                WriteObject(new IndexAudience(index.Name, audience));
            }
            catch (PublishException failure)
            {
                // One index that does not answer keeps none of the others back.
                Report(failure);
            }
        }
    }
}
