using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Core.Sigstore;

/// <summary>A certificate's bytes taken apart as far as certificate transparency needs it (RFC 5280, 4.1).</summary>
internal sealed class CertificateDer
{
    /// <summary>The extension that holds the logs' timestamps (RFC 6962, 3.3).</summary>
    public const string TimestampList = "1.3.6.1.4.1.11129.2.4.2";

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3);

    private readonly List<ReadOnlyMemory<byte>> _fields;
    private readonly List<(string Id, ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Value)> _extensions;

    private CertificateDer(ReadOnlyMemory<byte> bytes, List<ReadOnlyMemory<byte>> fields, List<(string Id, ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Value)> extensions, ReadOnlyMemory<byte> publicKey)
    {
        Bytes = bytes;
        _fields = fields;
        _extensions = extensions;
        PublicKey = publicKey;
    }

    /// <summary>The certificate, DER.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Its public key, DER (SubjectPublicKeyInfo).</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Reads a certificate of version 3. Whoever signed it is not looked at.</summary>
    /// <exception cref="FormatException">It is none, or not DER.</exception>
    public static CertificateDer Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var outer = new AsnReader(bytes, AsnEncodingRules.DER);
            var certificate = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var signed = certificate.ReadSequence();
            certificate.ReadSequence();
            certificate.ReadBitString(out _);
            certificate.ThrowIfNotEmpty();

            // version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo; then ids that nobody uses.
            if (!signed.PeekTag().HasSameClassAndValue(Version)) throw new FormatException("the certificate is not of version 3");
            var fields = new List<ReadOnlyMemory<byte>>();
            while (signed.HasData && !signed.PeekTag().HasSameClassAndValue(Extensions)) fields.Add(signed.ReadEncodedValue());
            if (fields.Count < 7 || !signed.HasData) throw new FormatException("the certificate lacks fields");
            var list = signed.ReadSequence(Extensions);
            signed.ThrowIfNotEmpty();
            var extensions = new List<(string, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>)>();
            var items = list.ReadSequence();
            list.ThrowIfNotEmpty();
            while (items.HasData)
            {
                var encoded = items.PeekEncodedValue();
                var extension = items.ReadSequence();
                var id = extension.ReadObjectIdentifier();
                if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) extension.ReadBoolean();
                extensions.Add((id, encoded, extension.ReadOctetString()));
                extension.ThrowIfNotEmpty();
            }

            return new CertificateDer(bytes, fields, extensions, fields[6]);
        }
        catch (AsnContentException exception)
        {
            throw new FormatException("the certificate is not DER", exception);
        }
    }

    /// <summary>The value of the extension of this id; null where there is none.</summary>
    /// <exception cref="FormatException">There are several.</exception>
    public ReadOnlyMemory<byte>? Extension(string id)
    {
        ReadOnlyMemory<byte>? found = null;
        foreach (var extension in _extensions.Where(extension => extension.Id == id))
            found = found is null ? extension.Value : throw new FormatException("the certificate has an extension twice");
        return found;
    }

    /// <summary>What the certificate's log signed: its body without the log's own timestamp (RFC 6962, 3.2).</summary>
    public byte[] BodyForLog()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var field in _fields) writer.WriteEncodedValue(field.Span);
            using (writer.PushSequence(Extensions))
            using (writer.PushSequence())
            {
                foreach (var (id, encoded, _) in _extensions)
                {
                    if (id != TimestampList) writer.WriteEncodedValue(encoded.Span);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>The same for the framework, to be disposed.</summary>
    /// <exception cref="FormatException">It takes it for none.</exception>
    public X509Certificate2 Load()
    {
        try
        {
            // Of all the forms that the constructor takes, what was read above is a certificate alone.
            return new X509Certificate2(Bytes.Span);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("the certificate is none", exception);
        }
    }
}
