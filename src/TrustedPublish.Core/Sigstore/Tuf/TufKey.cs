using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>
/// A public key of TUF's metadata (TUF specification, 4.2). A key of a type or scheme that is not known here, or whose value
/// can't be read, verifies nothing: it doesn't count, and the metadata that names it may still hold.
/// </summary>
internal sealed class TufKey
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private readonly string _type;
    private readonly string _scheme;
    private readonly string _value;

    private TufKey(string type, string scheme, string value)
    {
        _type = type;
        _scheme = scheme;
        _value = value;
        Identity = Open() is { } key ? Identify(key) : $"{type} {value}";
    }

    /// <summary>
    /// What tells the key from others, whatever id and form it is listed with: Sigstore's fifth root lists the same keys under
    /// two ids each, and one key must not count twice.
    /// </summary>
    public string Identity { get; }

    /// <summary>The key.</summary>
    /// <exception cref="FormatException">It has not the form of a key.</exception>
    public static TufKey Read(JsonElement json) => new(json.RequiredText("keytype"), json.RequiredText("scheme"), json.RequiredObject("keyval").RequiredText("public"));

    /// <summary>Whether the signature over the data is this key's.</summary>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = Open();
        try
        {
            return key switch
            {
                ECDsa ecdsa => ecdsa.VerifyData(data, signature, _scheme == "ecdsa-sha2-nistp384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
                RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            // Bytes that are no signature at all.
            return false;
        }
    }

    private static string Identify(AsymmetricAlgorithm key)
    {
        using (key) return Convert.ToHexString(key.ExportSubjectPublicKeyInfo());
    }

    private AsymmetricAlgorithm? Open()
    {
        try
        {
            return (_type, _scheme) switch
            {
                // The type was once the scheme's name (TUF specification before 1.0.32).
                ("ecdsa" or "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") => OpenEcdsa(ECCurve.NamedCurves.nistP256, 32),
                ("ecdsa" or "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384") => OpenEcdsa(ECCurve.NamedCurves.nistP384, 48),
                ("rsa", "rsassa-pss-sha256") => OpenPem(RSA.Create()),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private ECDsa? OpenEcdsa(ECCurve curve, int size)
    {
        if (!IsHex(_value))
        {
            var key = OpenPem(ECDsa.Create());
            if (key.KeySize == size * 8) return key;
            key.Dispose();
            return null;
        }

        // The uncompressed point, as go-tuf wrote it before 2023.
        var point = Convert.FromHexString(_value);
        if (point.Length != 1 + (2 * size) || point[0] != 4) return null;
        return ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = point[1..(1 + size)], Y = point[(1 + size)..] } });
    }

    private TKey OpenPem<TKey>(TKey key)
        where TKey : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(_value);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static bool IsHex(string text) => text.Length % 2 == 0 && !text.AsSpan().ContainsAnyExcept(HexDigits);
}
