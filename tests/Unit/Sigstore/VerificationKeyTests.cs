using System.Security.Cryptography;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Unit.Sigstore;

/// <summary>Keys of each kind, held to signatures that were made elsewhere, or by the framework.</summary>
public sealed class VerificationKeyTests
{
    // RFC 8032, 7.1, TEST 3; the head before the key is that of RFC 8410, 4.
    private const string Ed25519Key = "302a300506032b6570032100" + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    private const string Ed25519Signature = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    [Fact]
    public void Ed25519()
    {
        var key = VerificationKey.Read(Convert.FromHexString(Ed25519Key), "PKIX_ED25519")!;
        var signature = Convert.FromHexString(Ed25519Signature);
        Assert.True(key.IsSignedBy([0xaf, 0x82], signature));
        Assert.False(key.IsSignedBy([0xaf, 0x83], signature));
        Assert.False(key.IsSignedBy([0xaf, 0x82], signature.AsSpan(1)));
        signature[0] ^= 1;
        Assert.False(key.IsSignedBy([0xaf, 0x82], signature));
    }

    [Theory]
    [InlineData("PKIX_ECDSA_P256_SHA_256", "nistP256", "SHA256")]
    [InlineData("PKIX_ECDSA_P384_SHA_384", "nistP384", "SHA384")]
    [InlineData("PKIX_ECDSA_P521_SHA_512", "nistP521", "SHA512")]
    public void Ecdsa(string details, string curve, string hash)
    {
        using var signer = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var key = VerificationKey.Read(signer.ExportSubjectPublicKeyInfo(), details)!;
        var signature = signer.SignData([1, 2, 3], new HashAlgorithmName(hash), DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(key.IsSignedBy([1, 2, 3], signature));
        Assert.False(key.IsSignedBy([1, 2, 4], signature));
        Assert.False(key.IsSignedBy([1, 2, 3], []));
        Assert.Throws<FormatException>(() => VerificationKey.Read(signer.ExportSubjectPublicKeyInfo(), details == "PKIX_ECDSA_P256_SHA_256" ? "PKIX_ECDSA_P384_SHA_384" : "PKIX_ECDSA_P256_SHA_256"));
    }

    [Fact]
    public void Rsa()
    {
        using var signer = RSA.Create(2048);
        var key = VerificationKey.Read(signer.ExportSubjectPublicKeyInfo(), "PKIX_RSA_PKCS1V15_2048_SHA256")!;
        var signature = signer.SignData([1, 2, 3], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(key.IsSignedBy([1, 2, 3], signature));
        Assert.False(key.IsSignedBy([1, 2, 4], signature));
        Assert.False(key.IsSignedBy([1, 2, 3], [1]));
    }

    [Theory]
    [InlineData("PKIX_ED25519")]
    [InlineData("PKIX_ECDSA_P256_SHA_256")]
    [InlineData("PKIX_RSA_PKCS1V15_2048_SHA256")]
    public void What_stands_behind_a_key_is_none(string details)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var key = details switch
        {
            "PKIX_ED25519" => Convert.FromHexString(Ed25519Key),
            "PKIX_ECDSA_P256_SHA_256" => ecdsa.ExportSubjectPublicKeyInfo(),
            _ => rsa.ExportSubjectPublicKeyInfo(),
        };
        Assert.NotNull(VerificationKey.Read(key, details));
        Assert.Throws<FormatException>(() => VerificationKey.Read((byte[])[.. key, 0], details));
        Assert.Throws<FormatException>(() => VerificationKey.Read(key.AsMemory(1), details));
    }
}
