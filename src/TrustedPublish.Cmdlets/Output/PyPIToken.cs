using System.Management.Automation;
using System.Security;
using TrustedPublish.Core.Index;
using TrustedPublish.Secrets;

namespace TrustedPublish;

/// <summary>A short-lived API token that uploads to one index: what New-PyPIToken returns.</summary>
public sealed class PyPIToken
{
    internal PyPIToken(ApiToken token)
    {
        Repository = token.Index.Name;
        ExpiresAt = token.ExpiresAt?.LocalDateTime;
        Token = SecureText.ToSecureString(token.Value);
        Credential = new PSCredential(UserName, Token);
    }

    /// <summary>A token that the user brought; which index it is for is said elsewhere.</summary>
    internal PyPIToken(SecureString token)
    {
        Token = token;
        Credential = new PSCredential(UserName, Token);
    }

    /// <summary>The index it uploads to; null for a token that the user brought.</summary>
    public string? Repository { get; }

    /// <summary>The user name that goes with any API token: <c>__token__</c>.</summary>
    public string UserName { get; } = ApiToken.UserName;

    /// <summary>The token itself.</summary>
    public SecureString Token { get; }

    /// <summary>User name and token, for commands that take a credential.</summary>
    public PSCredential Credential { get; }

    /// <summary>When it ends, in local time; null where that is not known.</summary>
    public DateTime? ExpiresAt { get; }

    /// <inheritdoc/>
    public override string ToString() => $"API token for {Repository ?? "an index"}";

    internal ApiToken Unwrap(PackageIndex index) =>
        new(index, SecureText.ToSecret(Token), ExpiresAt is { } end ? new DateTimeOffset(end) : null);
}
