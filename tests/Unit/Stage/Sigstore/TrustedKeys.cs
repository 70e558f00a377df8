using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>Whom a client believes: the stage's <c>trusted_root.json</c>, read by hand.</summary>
internal sealed class TrustedKeys(JsonElement json)
{
    /// <summary>The intermediate and the root of the signing certificates.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; } = CertificatesOf(json, "certificateAuthorities");

    /// <summary>The signer and the root of the timestamps.</summary>
    public IReadOnlyList<X509Certificate2> Timestamps { get; } = CertificatesOf(json, "timestampAuthorities");

    public byte[] CertificateLogId => json.GetProperty("ctlogs")[0].GetProperty("logId").GetProperty("keyId").GetBytesFromBase64();

    public bool IsOfCertificateLog(byte[] data, byte[] signature) => Verify(json.GetProperty("ctlogs")[0], data, signature);

    /// <summary>Whether the log of that id has signed this.</summary>
    public bool IsOfLog(byte[] logId, byte[] data, byte[] signature) =>
        Verify(Assert.Single(json.GetProperty("tlogs").EnumerateArray(), log => log.GetProperty("logId").GetProperty("keyId").GetBytesFromBase64().AsSpan().SequenceEqual(logId)), data, signature);

    public bool IsChain(X509Certificate2 leaf, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authorities[1]);
        chain.ChainPolicy.ExtraStore.Add(Authorities[0]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(leaf);
    }

    private static List<X509Certificate2> CertificatesOf(JsonElement json, string authorities) =>
        [.. json.GetProperty(authorities)[0].GetProperty("certChain").GetProperty("certificates").EnumerateArray().Select(static certificate => X509CertificateLoader.LoadCertificate(certificate.GetProperty("rawBytes").GetBytesFromBase64()))];

    private static bool Verify(JsonElement log, byte[] data, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(log.GetProperty("publicKey").GetProperty("rawBytes").GetBytesFromBase64(), out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
