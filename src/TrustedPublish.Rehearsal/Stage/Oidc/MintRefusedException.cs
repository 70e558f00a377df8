namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>Why the index mints no token, in its own words (warehouse oidc/views.py).</summary>
internal sealed class MintRefusedException(string code, string description) : Exception(description)
{
    public const string InvalidPublisher = "invalid-publisher";

    public string Code { get; } = code;

    public static MintRefusedException Payload(string description) => new("invalid-payload", description);

    /// <summary>The token is good, and no publisher goes with it.</summary>
    public static MintRefusedException NoPublisher(string reason) => new(InvalidPublisher, $"valid token, but no corresponding publisher ({reason})");

    public static MintRefusedException Reused() => new("invalid-reuse-token", "invalid token: already used");
}
