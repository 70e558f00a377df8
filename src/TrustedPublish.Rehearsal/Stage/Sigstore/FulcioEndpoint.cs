using System.Text.Json;
using TrustedPublish.Rehearsal.Stage.Faults;
using TrustedPublish.Rehearsal.Stage.Oidc;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The authority's one service: an ID token and a key become a certificate (Fulcio's fulcio.proto, over HTTP).</summary>
internal sealed class FulcioEndpoint(TrustedIssuers issuers, SigningCertificates certificates, TimeProvider timeProvider)
{
    // gRPC's code for an invalid argument.
    private const int InvalidArgument = 3;

    public void Map(WebApplication app) => app.MapPost("/api/v2/signingCert", async context =>
    {
        try
        {
            var chain = await IssueAsync(context);
            await JsonAnswer.WriteAsync(context, 200, new { signedCertificateEmbeddedSct = new { chain = new { certificates = chain } } });
        }
        catch (FulcioRefusedException refusal)
        {
            await JsonAnswer.WriteAsync(context, 400, new { code = InvalidArgument, message = refusal.Message, details = Array.Empty<object>() });
        }
    });

    private async Task<IReadOnlyList<string>> IssueAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context) ?? throw FulcioRefusedException.Request();
        var identity = await IdentifyAsync(ReadToken(context, body), context.RequestAborted);
        var key = ProvenKey.Read(body, identity.Subject);
        var fault = Fault.Of(context);
        using var leaf = certificates.Issue(identity, key, timeProvider.GetUtcNow() + (fault?.ClockOffset ?? default), fault?.Kind);
        return [.. new[] { leaf, certificates.Intermediate, certificates.Root }.Select(static certificate => $"{certificate.ExportCertificatePem()}\n")];
    }

    private static string ReadToken(HttpContext context, JsonElement body)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return authorization["Bearer ".Length..].Trim();
        return body.TryGetProperty("credentials", out var credentials) && credentials.ValueKind == JsonValueKind.Object
            && credentials.TryGetProperty("oidcIdentityToken", out var token) && token.ValueKind == JsonValueKind.String
            ? token.GetString()!
            : throw FulcioRefusedException.Token();
    }

    private async Task<FulcioIdentity> IdentifyAsync(string text, CancellationToken cancellationToken)
    {
        if (IdTokenVerifier.Read(text) is not { Issuer.Length: > 0 } token || issuers.Find(token.Issuer) is not { } issuer) throw FulcioRefusedException.Token();
        // An installation of one's own is none that a public authority knows.
        if (token.Issuer != issuer.KnownIssuer || !await issuer.Verifier.VerifyAsync(token, cancellationToken)) throw FulcioRefusedException.Token();
        return FulcioIdentity.Of(issuer.System, new SignedClaims(token, issuer.KnownIssuer, static _ => false)) ?? throw FulcioRefusedException.Token();
    }
}
