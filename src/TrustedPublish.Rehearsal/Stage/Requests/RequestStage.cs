namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>The step of publishing that an address belongs to, as faults and the log name it.</summary>
internal static class RequestStage
{
    public const string Jwks = "jwks";

    public const string Fulcio = "fulcio";

    public const string Rekor = "rekor";

    public const string Tsa = "tsa";

    // Each draws its chances by its position: a new one stands at the end.
    public static readonly IReadOnlyList<string> Names = ["audience", "identity", "mint", "upload", "simple", Jwks, "revoke", "metadata", "tool", Fulcio, Rekor, Tsa, "integrity"];

    public static string Of(PathString path) => path.Value switch
    {
        "/_/oidc/audience" => "audience",
        "/_/oidc/mint-token" or "/_/oidc/github/mint-token" => "mint",
        "/_/oidc/burn-token" => "revoke",
        "/legacy/" => "upload",
        "/" or "/computeMetadata/v1/" => "metadata",
        "/tool/start" => "tool",
        "/api/v2/signingCert" => Fulcio,
        "/api/v1/timestamp" => Tsa,
        { } keys when keys.EndsWith("/.well-known/jwks", StringComparison.Ordinal) => Jwks,
        { } log when log.StartsWith("/api/v1/log/", StringComparison.Ordinal) || log.StartsWith("/api/v2/log/", StringComparison.Ordinal) => Rekor,
        { } provenance when provenance.StartsWith("/integrity/", StringComparison.Ordinal) => "integrity",
        { } other when other.StartsWith("/simple/", StringComparison.Ordinal) || other.StartsWith("/files/", StringComparison.Ordinal) => "simple",
        { } other when other.StartsWith("/idtoken/", StringComparison.Ordinal) || other.StartsWith("/computeMetadata/v1/instance/", StringComparison.Ordinal)
            || other.StartsWith("/v1/projects/", StringComparison.Ordinal) => "identity",
        _ => "other",
    };
}
