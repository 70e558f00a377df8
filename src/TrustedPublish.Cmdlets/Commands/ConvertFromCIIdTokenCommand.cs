using System.Management.Automation;
using TrustedPublish.Core.Failures;
using TrustedPublish.Errors;
using TrustedPublish.Secrets;

namespace TrustedPublish.Commands;

/// <summary>ConvertFrom-CIIdToken: what a JWT says, readable and unverified. Nothing is asked of anybody.</summary>
[Cmdlet(VerbsData.ConvertFrom, "CIIdToken")]
[OutputType(typeof(DecodedIdToken))]
public sealed class ConvertFromCIIdTokenCommand : PSCmdlet
{
    /// <summary>The object of Get-CIIdToken, or any JWT as SecureString or text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [IdTokenArgument]
    public CIIdToken? IdToken { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(new DecodedIdToken(IdToken!.Unwrap(), TimeProvider.System.GetUtcNow()));
        }
        catch (PublishException failure)
        {
            // One of many tokens: the others can still be read.
            WriteError(ErrorTable.Record(failure));
        }
    }
}
