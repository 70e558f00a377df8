using System.Security.Cryptography;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>An RSA key whose signatures are PSS over SHA-256 (<c>rsassa-pss-sha256</c>), the salt as long as the hash.</summary>
internal sealed class RsaPssKey : VerificationKey
{
    private readonly byte[] _key;

    /// <exception cref="FormatException">The bytes are no RSA key.</exception>
    public RsaPssKey(byte[] key)
    {
        _key = key;
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key, out _);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("the key is no RSA key", exception);
        }
    }

    /// <inheritdoc/>
    public override bool IsSignedBy(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(_key, out _);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        catch (CryptographicException)
        {
            // Bytes that are no signature at all.
            return false;
        }
    }
}
