using System.Management.Automation;
using System.Security;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Secrets;

/// <summary>Lets New-PyPIToken take a bare JWT, as text or SecureString, where it takes the object of Get-CIIdToken.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdTokenArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            SecureString secure when !SecureText.IsBlank(secure) => CIIdToken.OfUser(secure),
            string text when !string.IsNullOrWhiteSpace(text) => CIIdToken.OfUser(SecureText.ToSecureString(new Secret(text))),
            var other => other,
        };
}
