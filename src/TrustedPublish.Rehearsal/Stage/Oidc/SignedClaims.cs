using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The claims of an ID token whose signature holds.</summary>
/// <param name="token">The token.</param>
/// <param name="knownIssuer">The issuer that every index knows for this kind of publisher.</param>
/// <param name="isUsed">Whether a token of that <c>jti</c> has been exchanged.</param>
internal sealed class SignedClaims(JsonWebToken token, string knownIssuer, Predicate<string> isUsed)
{
    private readonly JsonElement _payload = JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload)).RootElement;

    public string KnownIssuer { get; } = knownIssuer;

    public string Issuer => token.Issuer;

    /// <summary>Whether the claim is there and not null.</summary>
    public bool Has(string claim) => Value(claim) is not null;

    /// <summary>The claim where it is a text, otherwise null.</summary>
    public string? Text(string claim) => Value(claim) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The claim where it is <c>true</c> or <c>false</c>, otherwise null.</summary>
    public bool? Flag(string claim) => Value(claim)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>The check of every publisher whose tokens count once (warehouse oidc/models/_core.py).</summary>
    /// <exception cref="MintRefusedException">It has been used.</exception>
    public bool IsNew() => isUsed(Text("jti") ?? "") ? throw MintRefusedException.Reused() : true;

    private JsonElement? Value(string claim) => _payload.TryGetProperty(claim, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
