using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Core.Sigstore.Verification;

/// <summary>A certificate log's word that a certificate was logged: the signed certificate timestamp, SCT (RFC 6962, 3.2 and 3.3).</summary>
internal sealed record CertificateTimestamp(ReadOnlyMemory<byte> LogId, ulong Milliseconds, ReadOnlyMemory<byte> Extensions, ReadOnlyMemory<byte> Signature)
{
    /// <summary>What a failure calls it.</summary>
    public const string Check = "Certificate log's timestamp (SCT)";

    private const byte Sha256 = 4;
    private const int LongestUInt24 = 0xFFFFFF;

    // The year 10000, where DateTimeOffset ends.
    private const ulong LastMillisecond = 253402300799999;

    /// <summary>Holds the certificate's one timestamp to the logs. <paramref name="issuer"/> is the authority's certificate above it.</summary>
    public static bool Verify(CertificateDer certificate, CertificateDer issuer, IReadOnlyList<TrustedLog> logs)
    {
        var timestamp = Read(certificate.Extension(CertificateDer.TimestampList) ?? throw new FormatException("the certificate has none"));
        var log = logs.FirstOrDefault(log => log.Id.Span.SequenceEqual(timestamp.LogId.Span))
            ?? throw new FormatException("it is of a log that the trusted root does not name");
        if (timestamp.Milliseconds > LastMillisecond || !log.Period.Contains(DateTimeOffset.FromUnixTimeMilliseconds((long)timestamp.Milliseconds)))
            throw new FormatException("its log was not to be trusted at that time");
        return log.Key.IsSignedBy(timestamp.SignedBytes(certificate, issuer), timestamp.Signature.Span)
            ? true
            : throw new FormatException("the log did not sign it for this certificate");
    }

    private static CertificateTimestamp Read(ReadOnlyMemory<byte> extension)
    {
        var reader = new AsnReader(extension, AsnEncodingRules.DER);
        var bytes = (ReadOnlyMemory<byte>)reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        var list = Take(ref bytes, 2);
        if (bytes.Length > 0) throw new FormatException("something stands behind the list of them");
        var item = Take(ref list, 2);
        // Sigstore's certificates have one; which of several would count is nobody's to guess.
        if (list.Length > 0) throw new FormatException("the certificate has several");
        if (Cut(ref item, 1).Span[0] != 0) throw new FormatException("it is not of version 1");
        var log = Cut(ref item, SHA256.HashSizeInBytes);
        var milliseconds = BinaryPrimitives.ReadUInt64BigEndian(Cut(ref item, sizeof(ulong)).Span);
        var extensions = Take(ref item, 2);
        // The kind of signature is the log's key's to say.
        if (Cut(ref item, 2).Span[0] != Sha256) throw new FormatException("it is not over SHA-256");
        var signature = Take(ref item, 2);
        return item.Length == 0 ? new(log, milliseconds, extensions, signature) : throw new FormatException("something stands behind it");
    }

    private byte[] SignedBytes(CertificateDer certificate, CertificateDer issuer)
    {
        var body = certificate.BodyForLog();
        if (body.Length > LongestUInt24) throw new FormatException("the certificate is too long");
        using var bytes = new MemoryStream();
        // Version 1, a timestamp of a certificate.
        bytes.Write([0, 0]);
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, Milliseconds);
        bytes.Write(number);
        // Of a precertificate, which names its issuer by the key.
        bytes.Write([0, 1]);
        bytes.Write(SHA256.HashData(issuer.PublicKey.Span));
        bytes.Write([(byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length]);
        bytes.Write(body);
        bytes.Write([(byte)(Extensions.Length >> 8), (byte)Extensions.Length]);
        bytes.Write(Extensions.Span);
        return bytes.ToArray();
    }

    /// <summary>Takes a part that stands behind its length, a number of so many bytes (RFC 8446, 3.4).</summary>
    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> from, int lengthBytes)
    {
        var length = 0;
        foreach (var digit in Cut(ref from, lengthBytes).Span) length = (length << 8) | digit;
        return Cut(ref from, length);
    }

    private static ReadOnlyMemory<byte> Cut(ref ReadOnlyMemory<byte> from, int length)
    {
        if (from.Length < length) throw new FormatException("it is cut short");
        var part = from[..length];
        from = from[length..];
        return part;
    }
}
