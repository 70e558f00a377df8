using System.Net;
using System.Security;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Secrets;

/// <summary>Between Core's <see cref="Secret"/> and PowerShell's <see cref="SecureString"/>.</summary>
internal static class SecureText
{
    /// <summary>A read-only SecureString of the token.</summary>
    public static SecureString ToSecureString(Secret secret)
    {
        var secure = new NetworkCredential("", secret.Reveal()).SecurePassword;
        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>The token in a SecureString.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static Secret ToSecret(SecureString secure) => new(new NetworkCredential("", secure).Password);

    /// <summary>Whether there is nothing in it but blanks.</summary>
    public static bool IsBlank(SecureString secure) => string.IsNullOrWhiteSpace(new NetworkCredential("", secure).Password);
}
