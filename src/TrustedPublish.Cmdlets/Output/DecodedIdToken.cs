using System.Management.Automation;
using TrustedPublish.Core.Identity;

namespace TrustedPublish;

/// <summary>
/// What an ID token says: what ConvertFrom-CIIdToken returns. Nobody has verified it, and without its signature it is no
/// token any more.
/// </summary>
public sealed class DecodedIdToken
{
    internal DecodedIdToken(IdToken idToken, DateTimeOffset now)
    {
        Algorithm = Header(idToken, "alg");
        KeyId = Header(idToken, "kid");
        Issuer = idToken.Issuer;
        Subject = idToken.Subject;
        Audience = idToken.Audience;
        IssuedAt = idToken.IssuedAt?.LocalDateTime;
        ExpiresAt = idToken.ExpiresAt?.LocalDateTime;
        HasExpired = idToken.ExpiresAt is { } end ? end <= now : null;
        Headers = ClaimObject.Read(idToken.Header);
        Claims = ClaimObject.ReadWithDates(idToken.Claims);
    }

    /// <summary>Whom it speaks of (<c>sub</c>).</summary>
    public string? Subject { get; }

    /// <summary>Who says it has signed it (<c>iss</c>).</summary>
    public string? Issuer { get; }

    /// <summary>For whom it is meant (<c>aud</c>).</summary>
    public string? Audience { get; }

    /// <summary>When it was issued, in local time.</summary>
    public DateTime? IssuedAt { get; }

    /// <summary>When it ends, in local time.</summary>
    public DateTime? ExpiresAt { get; }

    /// <summary>Whether that has passed by this machine's clock; null where it says no end.</summary>
    public bool? HasExpired { get; }

    /// <summary>How it says it is signed, such as <c>RS256</c>.</summary>
    public string? Algorithm { get; }

    /// <summary>The key that it says it is signed with.</summary>
    public string? KeyId { get; }

    /// <summary>Whether the signature was verified: never, here. That takes the issuer's keys, and is the index's part.</summary>
    public bool IsVerified { get; }

    /// <summary>Everything in its header, by name.</summary>
    public PSObject Headers { get; }

    /// <summary>Every claim by its name; the times are dates in local time.</summary>
    public PSObject Claims { get; }

    /// <inheritdoc/>
    public override string ToString() => $"Unverified claims of {Subject}";

    private static string? Header(IdToken idToken, string name) =>
        idToken.Header.TryGetProperty(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString() : null;
}
