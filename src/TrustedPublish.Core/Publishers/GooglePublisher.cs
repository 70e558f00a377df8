using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Publishers;

/// <summary>Google Cloud (warehouse oidc/models/google.py).</summary>
public sealed class GooglePublisher : PublisherKind
{
    /// <inheritdoc/>
    public override string Name => "Google Cloud";

    internal override string FormName => "google";

    internal override string Issuer => "https://accounts.google.com";

    internal override string? Provider => "GoogleCloud";

    internal override IReadOnlyList<string> TellingClaims => [];

    private protected override string JobNoun => "service account";

    /// <inheritdoc/>
    public override IReadOnlyList<PublisherField> Read(IdToken idToken) =>
    [
        new("email", "Email", idToken.Claims.Text("email"), "the service account that the job runs as")
        {
            HowToSay = static value => $"Run the job as the service account {value}, or let it stand in for it with GOOGLE_SERVICE_ACCOUNT_NAME={value}",
        },
        new("sub", "Subject", idToken.Subject, "the service account's unique id") { IsOptional = true },
    ];

    /// <inheritdoc/>
    public override IEnumerable<PublisherFault> Examine(IdToken idToken)
    {
        var claims = idToken.Claims;
        if (claims.Text("email") is not { Length: > 0 })
        {
            yield return new(
                "Email",
                "The token names no e-mail address, which is what the index looks at.",
                "Run the job as a service account, and request the token with format=full as Get-CIIdToken does; a token of 'gcloud auth print-identity-token' needs --include-email.",
                IsFatal: true);
        }
        else if (!claims.TryGetProperty("email_verified", out var verified) || verified.ValueKind != JsonValueKind.True)
        {
            yield return new(
                "Email",
                $"Google doesn't vouch for the address {claims.Text("email")} (email_verified is not true).",
                "Run the job as a service account, whose address is always verified.",
                IsFatal: true);
        }
    }

    internal override string? Advise(FailureKind kind, IdToken idToken) => kind switch
    {
        FailureKind.MintIdTokenMalformed => "Pass the token on as the metadata server gave it, whole.",
        FailureKind.MintIssuerUnknown when idToken.Issuer != Issuer => $"The token's issuer is {idToken.Issuer}; PyPI takes {Issuer} alone. A token of workload identity federation is no ID token of Google: exchange it for one of a service account (GOOGLE_SERVICE_ACCOUNT_NAME).",
        FailureKind.MintIdTokenRefused => "Request it right before it is used: Get-CIIdToken | New-PyPIToken. Google's live for an hour; if it is fresh, the machine's clock is wrong.",
        _ => null,
    };
}
