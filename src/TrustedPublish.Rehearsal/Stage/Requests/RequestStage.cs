namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>The step of publishing that an address belongs to, as faults and the log name it.</summary>
internal static class RequestStage
{
    public const string Jwks = "jwks";

    // Each draws its chances by its position: a new one stands at the end.
    public static readonly IReadOnlyList<string> Names = ["audience", "identity", "mint", "upload", "simple", Jwks, "revoke", "metadata", "tool"];

    public static string Of(PathString path) => path.Value switch
    {
        "/_/oidc/audience" => "audience",
        "/_/oidc/mint-token" or "/_/oidc/github/mint-token" => "mint",
        "/_/oidc/burn-token" => "revoke",
        "/legacy/" => "upload",
        "/" or "/computeMetadata/v1/" => "metadata",
        "/tool/start" => "tool",
        { } keys when keys.EndsWith("/.well-known/jwks", StringComparison.Ordinal) => Jwks,
        { } other when other.StartsWith("/simple/", StringComparison.Ordinal) || other.StartsWith("/files/", StringComparison.Ordinal) => "simple",
        { } other when other.StartsWith("/idtoken/", StringComparison.Ordinal) || other.StartsWith("/computeMetadata/v1/instance/", StringComparison.Ordinal)
            || other.StartsWith("/v1/projects/", StringComparison.Ordinal) => "identity",
        _ => "other",
    };
}
