using System.Management.Automation;
using System.Security;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Secrets;

namespace TrustedPublish;

/// <summary>An ID token of this CI job: what Get-CIIdToken returns. Its claims are read, not verified.</summary>
public sealed class CIIdToken
{
    private readonly IdToken? _idToken;
    private readonly PublishException? _failure;

    private CIIdToken(SecureString token, PublishException failure)
    {
        _failure = failure;
        Token = token;
        Claims = new PSObject();
    }

    internal CIIdToken(IdToken idToken, string? repository)
    {
        _idToken = idToken;
        Repository = repository;
        Token = SecureText.ToSecureString(idToken.Value);
        Claims = ClaimObject.Read(idToken.Claims);
    }

    /// <summary>The CI system that vouches for the job.</summary>
    public string? Provider => _idToken?.Provider;

    /// <summary>The index it is meant for; null where only an audience was given.</summary>
    public string? Repository { get; }

    /// <summary>For whom it is meant (<c>aud</c>).</summary>
    public string? Audience => _idToken?.Audience;

    /// <summary>Who signed it (<c>iss</c>).</summary>
    public string? Issuer => _idToken?.Issuer;

    /// <summary>Whom it speaks of (<c>sub</c>).</summary>
    public string? Subject => _idToken?.Subject;

    /// <summary>When it was issued, in local time.</summary>
    public DateTime? IssuedAt => _idToken?.IssuedAt?.LocalDateTime;

    /// <summary>When it ends, in local time.</summary>
    public DateTime? ExpiresAt => _idToken?.ExpiresAt?.LocalDateTime;

    /// <summary>Every claim by its name.</summary>
    public PSObject Claims { get; }

    /// <summary>The token itself.</summary>
    public SecureString Token { get; }

    /// <inheritdoc/>
    public override string ToString() => $"ID token of {Subject}";

    /// <summary>
    /// A token that the user brought. One that is no JWT shows so when it is used: an error while arguments are bound would
    /// carry the text itself.
    /// </summary>
    internal static CIIdToken OfUser(SecureString token)
    {
        try
        {
            return new CIIdToken(IdToken.Read("User", SecureText.ToSecret(token)), null);
        }
        catch (PublishException failure)
        {
            return new CIIdToken(token, failure);
        }
    }

    /// <exception cref="PublishException">It is no ID token.</exception>
    internal IdToken Unwrap() => _idToken ?? throw _failure!;
}
