using System.Management.Automation;
using System.Security;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Secrets;

namespace TrustedPublish;

/// <summary>A short-lived API token that uploads to one index: what New-PyPIToken returns.</summary>
public sealed class PyPIToken
{
    private readonly DateTimeOffset? _end;
    private readonly PublisherIdentity? _identity;

    internal PyPIToken(ApiToken token, string? issuer)
    {
        _identity = token.Identity;
        Repository = token.Index.Name;
        Issuer = issuer;
        _end = token.ExpiresAt;
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
    public DateTime? ExpiresAt => _end?.LocalDateTime;

    /// <summary>The CI system of this job whose ID token it was exchanged for; null for a token that came otherwise.</summary>
    internal string? Issuer { get; }

    /// <inheritdoc/>
    public override string ToString() => $"API token for {Repository ?? "an index"}";

    /// <summary>The index it is for, given the one that the user named or none.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.IndexMismatch"/>: two different ones.</exception>
    internal PackageIndex IndexFor(string? repository)
    {
        var index = PackageIndex.Parse(Repository ?? repository ?? PackageIndex.PyPI.Name);
        if (repository is null || PackageIndex.Parse(repository) is not { } asked || asked == index) return index;
        throw new PublishException(
            FailureKind.IndexMismatch,
            $"The token is for {index}, but -Repository says {asked}.",
            $"Leave -Repository away, or get the token for it: New-PyPIToken -Repository {asked}.") { Target = asked.Name };
    }

    internal ApiToken Unwrap(PackageIndex index) =>
        new(index, SecureText.ToSecret(Token), _end) { Identity = _identity };
}
