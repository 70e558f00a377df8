using System.Management.Automation;
using System.Security;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Secrets;

/// <summary>Lets a parameter take a token as text too; it becomes a <see cref="SecureString"/> at once.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecureTextArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text when !string.IsNullOrWhiteSpace(text) => SecureText.ToSecureString(new Secret(text)),
            string => throw new ArgumentTransformationMetadataException("The token is empty."),
            var other => other,
        };
}
