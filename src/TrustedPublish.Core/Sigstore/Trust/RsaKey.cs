using System.Security.Cryptography;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>An RSA key of 2048 bits or more; its signatures are over SHA-256, padded as its form says.</summary>
internal sealed class RsaKey : VerificationKey
{
    private const int ShortestBits = 2048;

    private readonly ReadOnlyMemory<byte> _key;
    private readonly RSASignaturePadding _padding;

    /// <exception cref="FormatException">The bytes are no such key.</exception>
    public RsaKey(ReadOnlyMemory<byte> key, RSASignaturePadding padding)
    {
        (_key, _padding) = (key, padding);
        using var rsa = Import(key);
        if (rsa.KeySize < ShortestBits) throw new FormatException("the RSA key is too short");
    }

    /// <inheritdoc/>
    public override bool IsSignedBy(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var rsa = Import(_key);
        try
        {
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, _padding);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static RSA Import(ReadOnlyMemory<byte> key)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key.Span, out var read);
            return read == key.Length ? rsa : throw new FormatException("something stands behind the key");
        }
        catch (CryptographicException exception)
        {
            rsa.Dispose();
            throw new FormatException("the key is no RSA key", exception);
        }
        catch (FormatException)
        {
            rsa.Dispose();
            throw;
        }
    }
}
