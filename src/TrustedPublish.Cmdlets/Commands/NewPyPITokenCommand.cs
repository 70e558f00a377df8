using System.Management.Automation;
using System.Security;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.GitHub;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>New-PyPIToken: exchanges an ID token for a short-lived API token.</summary>
[Cmdlet(VerbsCommon.New, "PyPIToken", DefaultParameterSetName = FromObject, SupportsShouldProcess = true)]
[OutputType(typeof(PyPIToken))]
[OutputType(typeof(string))]
public sealed class NewPyPITokenCommand : IndexCommand
{
    private const string FromObject = "InputObject";
    private const string FromText = "IdToken";

    /// <summary>The ID token as Get-CIIdToken returns it; the JWT as text or SecureString is taken too.</summary>
    [Parameter(ParameterSetName = FromObject, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [IdTokenArgument]
    public CIIdToken? InputObject { get; set; }

    /// <summary>The ID token itself (a JWT), as SecureString or text.</summary>
    [Parameter(ParameterSetName = FromText, Mandatory = true)]
    [SecureTextArgument]
    public SecureString? IdToken { get; set; }

    /// <summary>The index: <c>pypi</c>, <c>testpypi</c>, or a base URL. Without it, the one that the ID token was requested for, else <c>pypi</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Repository { get; set; }

    /// <summary>Returns the API token itself as text, for a variable such as <c>$env:TWINE_PASSWORD</c>.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var index = PackageIndex.Parse(Repository ?? InputObject?.Repository ?? PackageIndex.PyPI.Name);
            var idToken = InputObject?.Unwrap() ?? CIIdToken.OfUser(IdToken!).Unwrap();
            if (!ShouldProcess(index.Name, "Exchange the ID token for an API token")) return;

            var (token, issuer) = Run(async (transport, stop) =>
            {
                // The index is asked even where the token's own request has asked before: a token for another audience,
                // or an ended one, is refused here and never sent.
                var audience = await new AudienceDiscovery(transport).GetAsync(index, stop);
                idToken.Check(audience, transport.Options.TimeProvider.GetUtcNow());
                var exchange = new TokenExchange(transport);
                // Where the job can have a fresh ID token, an exchange that failed on the way is tried again with one.
                var issuer = await JobIdentity.Of(transport).FindIssuerAsync(idToken, stop);
                var minted = issuer is not null
                    ? await exchange.MintAsync(index, issuer, audience, idToken, stop)
                    : await exchange.MintOnceAsync(index, idToken, stop);
                await LogMask.HideAsync(minted.Value, transport, stop);
                return (minted, issuer?.Name);
            });

            if (AsPlainText) WriteObject(token.Value.Reveal());
            else WriteObject(new PyPIToken(token, issuer));
        }
        catch (PublishException failure)
        {
            RunPage.Show(failure, WriteVerbose);
            Throw(failure);
        }
    }
}
