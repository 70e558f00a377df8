using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text.Json;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>
/// A public key of TUF's metadata (TUF specification, 4.2). A key of a type or scheme that is not known here, or whose value
/// can't be read, verifies nothing: it doesn't count, and the metadata that names it may still hold.
/// </summary>
internal sealed class TufKey
{
    private readonly VerificationKey? _key;

    private TufKey(string type, string scheme, string value)
    {
        try
        {
            var bytes = KeyInfo(type, value);
            _key = (type, scheme) switch
            {
                // The type was once the scheme's name.
                ("ecdsa" or "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") => new EcdsaKey(bytes, 256),
                ("ecdsa" or "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384") => new EcdsaKey(bytes, 384),
                ("rsa", "rsassa-pss-sha256") => new RsaKey(bytes, RSASignaturePadding.Pss),
                ("ed25519", "ed25519") => new Ed25519Key(bytes),
                _ => null,
            };
            Identity = Convert.ToHexString(bytes);
        }
        catch (FormatException)
        {
            Identity = $"{type} {value}";
        }
    }

    /// <summary>
    /// What tells the key from others, whatever id and form it is listed with: Sigstore's fifth root was signed by the same keys
    /// under two ids each, and one key must not count twice.
    /// </summary>
    public string Identity { get; }

    /// <summary>The key.</summary>
    /// <exception cref="FormatException">It has not the form of a key.</exception>
    public static TufKey Read(JsonElement json) => new(json.RequiredText("keytype"), json.RequiredText("scheme"), json.RequiredObject("keyval").RequiredText("public"));

    /// <summary>Whether the signature over the data is this key's.</summary>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _key?.IsSignedBy(data, signature) ?? false;

    /// <summary>The key as a SubjectPublicKeyInfo, DER: from PEM, or from the bare key in hex, which Ed25519 has and ECDSA had until 2023.</summary>
    private static byte[] KeyInfo(string type, string value)
    {
        if (PemEncoding.TryFind(value, out var pem)) return Convert.FromBase64String(value[pem.Base64Data]);
        var bare = Convert.FromHexString(value);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                if (type == "ed25519")
                {
                    writer.WriteObjectIdentifier("1.3.101.112");
                }
                else
                {
                    // A point of P-256 (RFC 5480).
                    writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                    writer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
                }
            }

            writer.WriteBitString(bare);
        }

        return writer.Encode();
    }
}
