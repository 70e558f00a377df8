using System.Management.Automation;
using System.Security;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Secrets;

/// <summary>Lets <c>-Token</c> take a bare <see cref="SecureString"/> or a credential besides the object of New-PyPIToken.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TokenArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            SecureString secure => Read(secure),
            PSCredential credential when credential.UserName is not ("" or ApiToken.UserName) => throw new ArgumentTransformationMetadataException(
                $"The credential's user name must be {ApiToken.UserName}: indexes take tokens, no accounts."),
            PSCredential credential => Read(credential.Password),
            // The text itself stays out of the message: it may be the token.
            string => throw new ArgumentTransformationMetadataException(
                "A token is not passed as text. Pass the object that New-PyPIToken returns, or ConvertTo-SecureString $env:NAME -AsPlainText."),
            var other => other,
        };

    private static PyPIToken Read(SecureString secure) =>
        SecureText.IsBlank(secure) ? throw new ArgumentTransformationMetadataException("The token is empty.") : new PyPIToken(secure);
}
