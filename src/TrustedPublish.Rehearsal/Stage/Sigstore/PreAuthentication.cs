using System.Globalization;
using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>What the signature of an envelope is over (DSSE v1, protocol.md, "PAE").</summary>
internal static class PreAuthentication
{
    public static byte[] Encode(string payloadType, byte[] payload)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. payload];
    }
}
