using System.Security.Cryptography;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>An ECDSA key of a NIST curve; its signatures are DER, over the hash of the curve's strength.</summary>
internal sealed class EcdsaKey : VerificationKey
{
    private readonly ReadOnlyMemory<byte> _key;
    private readonly HashAlgorithmName _hash;

    public EcdsaKey(ReadOnlyMemory<byte> key, int? bits = null)
    {
        _key = key;
        using var ecdsa = Import(key);
        if (bits is not null && ecdsa.KeySize != bits) throw new FormatException("the key is of another curve than it says");
        _hash = HashOf(ecdsa);
    }

    /// <summary>The hash that goes with the key's curve (sigstore architecture-docs, algorithm-registry.md).</summary>
    public static HashAlgorithmName HashOf(ECDsa key) => key.KeySize switch
    {
        256 => HashAlgorithmName.SHA256,
        384 => HashAlgorithmName.SHA384,
        521 => HashAlgorithmName.SHA512,
        _ => throw new FormatException("the key is of a curve that Sigstore does not use"),
    };

    /// <inheritdoc/>
    public override bool IsSignedBy(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // One for each use: an ECDsa is not for several threads.
        using var ecdsa = Import(_key);
        return IsSignedBy(ecdsa, data, signature, _hash);
    }

    /// <summary>The same for a key that is at hand.</summary>
    public static bool IsSignedBy(ECDsa key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        try
        {
            return key.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Not DER, or numbers that are too large for the curve.
            return false;
        }
    }

    private static ECDsa Import(ReadOnlyMemory<byte> key)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportSubjectPublicKeyInfo(key.Span, out var read);
            return read == key.Length ? ecdsa : throw new FormatException("something stands behind the key");
        }
        catch (CryptographicException exception)
        {
            ecdsa.Dispose();
            throw new FormatException("the key is no ECDSA key", exception);
        }
        catch (FormatException)
        {
            ecdsa.Dispose();
            throw;
        }
    }
}
