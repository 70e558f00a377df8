using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.GitHub;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>Get-CIIdToken: requests an OIDC ID token from the CI system that this process runs in.</summary>
[Cmdlet(VerbsCommon.Get, "CIIdToken")]
[OutputType(typeof(CIIdToken))]
[OutputType(typeof(string))]
public sealed class GetCIIdTokenCommand : IdentityCommand
{
    /// <summary>For whom the token shall be; without it the index is asked.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>The index it is meant for: <c>pypi</c> (where nothing else is said), <c>testpypi</c>, or a base URL.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Repository { get; set; }

    /// <summary>Returns the token itself as text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            // An audience alone names no index: the token may be for something else than uploading.
            var index = Repository is null && Audience is not null ? null : PackageIndex.Parse(Repository ?? PackageIndex.PyPI.Name);
            var idToken = Run(async (transport, stop) =>
            {
                var providers = JobIdentity.Of(transport, TokenVariable);
                // Before the index is asked: outside CI there is no point in it.
                var found = await providers.FindAsync(ProviderName, stop);
                var audience = Audience ?? await new AudienceDiscovery(transport).GetAsync(index!, stop);
                var token = await providers.RequestAsync(found, audience, stop);
                token.Check(audience, transport.Options.TimeProvider.GetUtcNow());
                return token;
            });

            if (AsPlainText) WriteObject(idToken.Value.Reveal());
            else WriteObject(new CIIdToken(idToken, index?.Name));
        }
        catch (PublishException failure)
        {
            RunPage.Show(failure, WriteVerbose);
            Throw(failure);
        }
    }
}
