using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>A signer of the simulated repository, with the form in which its key is listed.</summary>
public sealed class TestKey(string type, string scheme, string value, Func<byte[], byte[]> sign)
{
    private static int _count;

    public string Id { get; init; } = $"key-{Interlocked.Increment(ref _count)}";

    public JsonObject Json => new() { ["keytype"] = type, ["scheme"] = scheme, ["keyval"] = new JsonObject { ["public"] = value } };

    public static TestKey Ecdsa(string type = "ecdsa")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestKey(type, "ecdsa-sha2-nistp256", key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static TestKey Ecdsa384()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        return new TestKey("ecdsa", "ecdsa-sha2-nistp384", key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>The point in hex, as the first roots of Sigstore list their keys.</summary>
    public static TestKey EcdsaPoint()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        return new TestKey("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "04" + Convert.ToHexStringLower(point.X!) + Convert.ToHexStringLower(point.Y!), data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static TestKey Rsa()
    {
        var key = RSA.Create(2048);
        return new TestKey("rsa", "rsassa-pss-sha256", key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    public static TestKey OfEd25519()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var value = new byte[32];
        Ed25519.GeneratePublicKey(secret, 0, value, 0);
        return new TestKey("ed25519", "ed25519", Convert.ToHexStringLower(value), data =>
        {
            var signature = new byte[64];
            Ed25519.Sign(secret, 0, data, 0, data.Length, signature, 0);
            return signature;
        });
    }

    /// <summary>A kind of key that nobody knows; its signatures can't be looked at.</summary>
    public static TestKey OfTheFuture() => new("lattice", "lattice-5", "00", static _ => [1, 2, 3]);

    public TestKey Named(string id) => new(type, scheme, value, sign) { Id = id };

    public string Sign(byte[] data) => Convert.ToHexStringLower(sign(data));
}
