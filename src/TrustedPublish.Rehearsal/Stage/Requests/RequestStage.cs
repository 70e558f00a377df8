namespace TrustedPublish.Rehearsal.Stage.Requests;

/// <summary>The step of publishing that an address belongs to, as faults and the log name it.</summary>
internal static class RequestStage
{
    public const string Jwks = "jwks";

    public static readonly IReadOnlyList<string> Names = ["audience", "identity", "mint", "upload", "simple", Jwks, "revoke"];

    public static string Of(PathString path) => path.Value switch
    {
        "/_/oidc/audience" => "audience",
        "/_/oidc/mint-token" or "/_/oidc/github/mint-token" => "mint",
        "/_/oidc/burn-token" => "revoke",
        "/legacy/" => "upload",
        "/.well-known/jwks" => Jwks,
        { } other when other.StartsWith("/simple/", StringComparison.Ordinal) || other.StartsWith("/files/", StringComparison.Ordinal) => "simple",
        { } other when other.StartsWith("/idtoken/", StringComparison.Ordinal) => "identity",
        _ => "other",
    };
}
