using System.Security.Cryptography;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The key that a log signs with: ECDSA on P-256 with SHA-256, the signatures in DER form.</summary>
internal sealed class LogKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock _one = new();

    public LogKey()
    {
        PublicKey = _key.ExportSubjectPublicKeyInfo();
        Id = SHA256.HashData(PublicKey);
    }

    /// <summary>Its public half (SubjectPublicKeyInfo, DER).</summary>
    public byte[] PublicKey { get; }

    /// <summary>What the log is known by: the SHA-256 of its public half (RFC 6962 §3.2; of ECDSA keys C2SP signed-note says the same).</summary>
    public byte[] Id { get; }

    public byte[] Sign(byte[] data)
    {
        lock (_one) return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public bool Verify(byte[] data, byte[] signature)
    {
        lock (_one) return _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose() => _key.Dispose();
}
