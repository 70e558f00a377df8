using System.Globalization;
using System.Text;

namespace TrustedPublish.Core.Sigstore;

/// <summary>A payload with one signature (DSSE, https://github.com/secure-systems-lab/dsse, envelope.md).</summary>
/// <param name="PayloadType">What the payload is, a media type.</param>
/// <param name="Payload">The payload's bytes, as they were signed.</param>
/// <param name="Signature">The signature over <see cref="SignedBytes"/>, ECDSA in DER form.</param>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The type of an in-toto statement.</summary>
    public const string InTotoType = "application/vnd.in-toto+json";

    /// <summary>What the signature is over: the pre-authentication encoding of type and payload (protocol.md, "PAE").</summary>
    public byte[] SignedBytes()
    {
        var type = Encoding.UTF8.GetBytes(PayloadType);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} {PayloadType} {Payload.Length} "));
        return [.. head, .. Payload.Span];
    }
}
