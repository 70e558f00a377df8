namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The object identifiers of Sigstore's certificates and timestamps.</summary>
internal static class ObjectIds
{
    /// <summary>RFC 5280, id-kp-codeSigning.</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>RFC 5280, id-kp-timeStamping.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>RFC 6962 §3.1: it keeps a precertificate from being taken for a certificate.</summary>
    public const string Poison = "1.3.6.1.4.1.11129.2.4.3";

    /// <summary>RFC 6962 §3.3: the list of signed certificate timestamps.</summary>
    public const string TimestampList = "1.3.6.1.4.1.11129.2.4.2";

    /// <summary>What the identity's extensions begin with (Fulcio's docs/oid-info.md).</summary>
    public const string Fulcio = "1.3.6.1.4.1.57264.1.";

    public const string EcPublicKey = "1.2.840.10045.2.1";

    public const string P256 = "1.2.840.10045.3.1.7";

    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public const string Sha384 = "2.16.840.1.101.3.4.2.2";

    public const string Sha512 = "2.16.840.1.101.3.4.2.3";

    /// <summary>RFC 3161, id-ct-TSTInfo.</summary>
    public const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";

    /// <summary>RFC 5816, id-aa-signingCertificateV2.</summary>
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    /// <summary>The policy of Sigstore's timestamp authority.</summary>
    public const string TimestampPolicy = "1.3.6.1.4.1.57264.2";
}
