using System.Security.Cryptography;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>A public key that signatures are held to; safe to use from any thread.</summary>
public abstract class VerificationKey
{
    private protected VerificationKey()
    {
    }

    /// <summary>
    /// Reads a key in the form that its name says (sigstore protobuf-specs, sigstore_common.proto, PublicKeyDetails); null for
    /// a kind that isn't known here, such as those that came later.
    /// </summary>
    /// <param name="bytes">The key, DER: a SubjectPublicKeyInfo.</param>
    /// <param name="details">The name of its form, such as <c>PKIX_ECDSA_P256_SHA_256</c>.</param>
    /// <exception cref="FormatException">The bytes are no such key.</exception>
    public static VerificationKey? Read(ReadOnlyMemory<byte> bytes, string details) => details switch
    {
        "PKIX_ECDSA_P256_SHA_256" => new EcdsaKey(bytes, 256),
        "PKIX_ECDSA_P384_SHA_384" => new EcdsaKey(bytes, 384),
        "PKIX_ECDSA_P521_SHA_512" => new EcdsaKey(bytes, 521),
        "PKIX_RSA_PKCS1V15_2048_SHA256" or "PKIX_RSA_PKCS1V15_3072_SHA256" or "PKIX_RSA_PKCS1V15_4096_SHA256" => new RsaKey(bytes, RSASignaturePadding.Pkcs1),
        "PKIX_ED25519" => new Ed25519Key(bytes),
        _ => null,
    };

    /// <summary>Whether the key made this signature of this data. A signature that is none is a wrong one.</summary>
    public abstract bool IsSignedBy(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
