using System.Formats.Asn1;
using System.Runtime.CompilerServices;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace TrustedPublish.Core.Sigstore.Trust;

/// <summary>
/// An Ed25519 key (RFC 8032, RFC 8410), which Rekor v2's logs sign with. The framework has none, so BouncyCastle verifies; its
/// assembly is loaded when the first signature is, and for nothing else.
/// </summary>
internal sealed class Ed25519Key : VerificationKey
{
    private const string Algorithm = "1.3.101.112";
    private const int Length = 32;
    private const int SignatureLength = 64;

    private readonly byte[] _key;

    public Ed25519Key(ReadOnlyMemory<byte> key)
    {
        try
        {
            var reader = new AsnReader(key, AsnEncodingRules.DER);
            var info = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var algorithm = info.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Algorithm) throw new FormatException("the key is no Ed25519 key");
            // No parameters, not even a NULL.
            algorithm.ThrowIfNotEmpty();
            _key = info.ReadBitString(out var unused);
            info.ThrowIfNotEmpty();
            if (unused != 0 || _key.Length != Length) throw new FormatException("the key is no Ed25519 key");
        }
        catch (AsnContentException exception)
        {
            throw new FormatException("the key is no Ed25519 key", exception);
        }
    }

    /// <inheritdoc/>
    public override bool IsSignedBy(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength && Verify(_key, data.ToArray(), signature.ToArray());

    // Of its own, so that only its compilation asks for the assembly.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Verify(byte[] key, byte[] data, byte[] signature) => Ed25519.Verify(signature, 0, key, 0, data, 0, data.Length);
}
