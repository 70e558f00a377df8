namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>Why Fulcio issues nothing, in its own words (Fulcio's pkg/server/error.go). Whatever the client did wrong, its status is 400.</summary>
internal sealed class FulcioRefusedException(string message) : Exception(message)
{
    public static FulcioRefusedException Token() => new("There was an error processing the identity token");

    public static FulcioRefusedException Request() => new("The certificate signing request could not be parsed");

    public static FulcioRefusedException PublicKey() => new("The public key supplied in the request could not be parsed");

    public static FulcioRefusedException Insecure() => new("The public key supplied in the request is insecure");

    public static FulcioRefusedException Signature() => new("The signature supplied in the request could not be verified");
}
