using System.Management.Automation;
using System.Security;

namespace TrustedPublish.Secrets;

/// <summary>Lets <c>-Token</c> take a bare <see cref="SecureString"/> or a credential besides the object of New-PyPIToken.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TokenArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            SecureString { Length: 0 } => throw new ArgumentTransformationMetadataException("The token is empty."),
            SecureString secure => new PyPIToken(secure),
            PSCredential credential => new PyPIToken(credential.Password),
            // The text itself stays out of the message: it may be the token.
            string => throw new ArgumentTransformationMetadataException(
                "A token is not passed as text. Pass the object that New-PyPIToken returns, or ConvertTo-SecureString $env:NAME -AsPlainText."),
            var other => other,
        };
}
