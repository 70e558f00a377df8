using System.Formats.Asn1;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>The part of a certificate that is signed (RFC 5280, TBSCertificate).</summary>
internal static class TbsCertificate
{
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>That part without one extension: what a log signs is neither poisoned nor knows its own signature (RFC 6962 §3.2).</summary>
    /// <exception cref="AsnContentException">It is no certificate.</exception>
    public static byte[] Without(ReadOnlyMemory<byte> certificate, string extensionId)
    {
        var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (fields.HasData)
            {
                if (fields.PeekTag() == Extensions) CopyExtensions(fields.ReadSequence(Extensions).ReadSequence(), writer, extensionId);
                else writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
            }
        }

        return writer.Encode();
    }

    private static void CopyExtensions(AsnReader extensions, AsnWriter writer, string left)
    {
        using (writer.PushSequence(Extensions))
        using (writer.PushSequence())
        {
            while (extensions.HasData)
            {
                var extension = extensions.ReadEncodedValue();
                if (new AsnReader(extension, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier() != left) writer.WriteEncodedValue(extension.Span);
            }
        }
    }
}
