using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// An OIDC ID token (a signed JWT) as it was had from a CI system. Its claims are read, never verified: that is the
/// index's task, which knows the issuer's keys.
/// </summary>
public sealed class IdToken
{
    // An ID token of GitHub is about 2 KB.
    private const int LongestToken = 64 * 1024;

    // Two clocks that are both set by the network differ by less.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private IdToken(string provider, Secret value, JsonElement header, JsonElement claims)
    {
        Provider = provider;
        Value = value;
        Header = header;
        Claims = claims;
    }

    /// <summary>The CI system it came from, such as <c>GitHubActions</c>.</summary>
    public string Provider { get; }

    /// <summary>The JWT.</summary>
    public Secret Value { get; }

    /// <summary>How it is signed and by which key (<c>alg</c>, <c>kid</c>), a JSON object.</summary>
    public JsonElement Header { get; }

    /// <summary>All claims, a JSON object.</summary>
    public JsonElement Claims { get; }

    /// <summary>Who signed it (<c>iss</c>).</summary>
    public string? Issuer => ReadText("iss");

    /// <summary>Whom it speaks of (<c>sub</c>).</summary>
    public string? Subject => ReadText("sub");

    /// <summary>For whom it is meant (<c>aud</c>); several are joined by a comma, which no index accepts.</summary>
    public string? Audience => Claims.TryGetProperty("aud", out var audience) && audience.ValueKind == JsonValueKind.Array
        ? string.Join(", ", audience.EnumerateArray().Select(static entry => entry.ToString()))
        : ReadText("aud");

    /// <summary>When it was issued (<c>iat</c>, UTC).</summary>
    public DateTimeOffset? IssuedAt => ReadTime("iat");

    /// <summary>From when on it holds (<c>nbf</c>, UTC).</summary>
    public DateTimeOffset? NotBefore => ReadTime("nbf");

    /// <summary>When it ends (<c>exp</c>, UTC).</summary>
    public DateTimeOffset? ExpiresAt => ReadTime("exp");

    /// <summary>Reads the claims of <paramref name="value"/> (RFC 7519: three base64url parts, the second a JSON object).</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.IdTokenMalformed"/>; the message quotes nothing of the token.</exception>
    public static IdToken Read(string provider, Secret value)
    {
        var jwt = value.Reveal();
        if (jwt.Length > LongestToken) throw Malformed("it is longer than 64 KiB");
        var parts = jwt.Split('.');
        if (parts.Length != 3 || parts.Any(static part => part.Length == 0))
            throw Malformed($"it has {parts.Length} part{(parts.Length == 1 ? "" : "s")} where a JWT has three, joined by dots");
        return new IdToken(provider, value, ReadPart(parts[0], "header"), ReadPart(parts[1], "claims"));
    }

    /// <summary>
    /// How long it is until the token begins by this machine's clock; null where it has begun. The index judges by its own
    /// clock, so that a machine whose clock is slow can publish all the same.
    /// </summary>
    public TimeSpan? BeginsIn(DateTimeOffset now)
    {
        var begin = NotBefore > IssuedAt || IssuedAt is null ? NotBefore : IssuedAt;
        return begin - now is { } wait && wait > ClockTolerance ? wait : null;
    }

    /// <summary>
    /// Why PyPI can't verify the token whatever its signature is, as far as that shows without the issuer's keys; else null
    /// (warehouse oidc/services.py).
    /// </summary>
    public string? WhyUnverifiable() => (Header.Text("alg"), Header.Text("kid"), Issuer, IssuedAt) switch
    {
        (not "RS256", _, _, _) => $"The ID token is signed with '{Header.Text("alg") ?? "nothing"}'.",
        (_, null or "", _, _) => "The ID token's header names no key ('kid').",
        (_, _, null, _) => "The ID token has no claim 'iss'.",
        (_, _, _, null) => "The ID token has no claim 'iat'.",
        _ => null,
    };

    /// <summary>Refuses a token that the index would refuse anyway: ended, from the future, or meant for somebody else.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.IdTokenExpired"/> or <see cref="FailureKind.IdTokenAudienceMismatch"/>.
    /// </exception>
    public void Check(string audience, DateTimeOffset now)
    {
        if (ExpiresAt is not { } end) throw Malformed("it has no 'exp' claim");
        if (end <= now)
        {
            throw new PublishException(
                FailureKind.IdTokenExpired,
                $"The ID token ended at {end:u}, {Describe(now - end)} ago.",
                $"Get a fresh one right before it is used: {AudienceRemedy.Chain(audience)}. If it is fresh, this machine's clock is wrong.");
        }

        var isList = Claims.TryGetProperty("aud", out var aud) && aud.ValueKind == JsonValueKind.Array;
        if (isList || !string.Equals(Audience, audience, StringComparison.Ordinal))
        {
            throw new PublishException(
                FailureKind.IdTokenAudienceMismatch,
                isList
                    ? $"The ID token is meant for a list of audiences ({Audience}), but a single one is wanted, here '{audience}'."
                    : $"The ID token is meant for the audience '{Audience}', but '{audience}' is wanted here.",
                AudienceRemedy.For(Provider, audience));
        }
    }

    private string? ReadText(string claim) => Claims.Text(claim);

    private DateTimeOffset? ReadTime(string claim) =>
        Claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds is > 0 and < 253402300800 // the year 10000, where DateTimeOffset ends
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static JsonElement ReadPart(string part, string name)
    {
        try
        {
            if (JsonText.ParseObject(Convert.FromBase64String(Pad(part.Replace('-', '+').Replace('_', '/')))) is { } json) return json;
        }
        catch (FormatException)
        {
            // The exception's text could quote the token, so it is not passed on.
        }

        throw Malformed($"its {name} part is not a JSON object in base64url");
    }

    private static string Pad(string base64) => base64.PadRight(base64.Length + ((4 - (base64.Length % 4)) % 4), '=');

    private static string Describe(TimeSpan span) => span.TotalMinutes < 2 ? $"{span.TotalSeconds:0} s" : $"{span.TotalMinutes:0} min";

    private static PublishException Malformed(string why) => new(
        FailureKind.IdTokenMalformed,
        $"That is not an ID token: {why}.",
        "Pass the JWT that the CI system issued, whole and without quotes. An API token (pypi-…) goes to Publish-PythonDistribution -Token instead.");
}
