using System.Management.Automation;
using TrustedPublish.Async;
using TrustedPublish.Completion;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>Revoke-PyPIToken: ends an API token of trusted publishing before its time.</summary>
[Cmdlet(VerbsSecurity.Revoke, "PyPIToken", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RevokePyPITokenCommand : AsyncCommand
{
    /// <summary>The token: the object of New-PyPIToken, or a SecureString.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [TokenArgument]
    public PyPIToken? Token { get; set; }

    /// <summary>The index that issued it: <c>pypi</c> (where neither this nor the token says otherwise), <c>testpypi</c>, or a base URL.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepositoryCompleter))]
    public string? Repository { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var token = Token!.Unwrap(Token.IndexFor(Repository));
            if (!ShouldProcess(token.Index.Name, "Revoke the API token")) return;
            Run(async (transport, stop) =>
            {
                await new TokenRevocation(transport).RevokeAsync(token, stop);
                return true;
            });
        }
        catch (PublishException failure) when (failure.Kind == FailureKind.RevocationUnsupported)
        {
            // The token ends by itself: a job that tidies up must not fail for it.
            WriteWarning(failure.Message);
        }
        catch (PublishException failure)
        {
            // One token that can't be revoked keeps none of the others back.
            Report(failure);
        }
    }
}
