using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrustedPublish.Rehearsal.Stage.Sigstore;

/// <summary>A log's promise to take a certificate in (RFC 6962 §3.2, SignedCertificateTimestamp of version 1).</summary>
/// <param name="LogId">Which log.</param>
/// <param name="Milliseconds">When, in milliseconds since 1970.</param>
/// <param name="Signature">The log's signature over <see cref="SignedBytes"/>.</param>
internal sealed record CertificateTimestamp(byte[] LogId, ulong Milliseconds, byte[] Signature)
{
    private const int Head = 1 + 32 + 8 + 2 + 4;

    // TLS's names of SHA-256 and ECDSA (RFC 5246 §7.4.1.4.1).
    private const ushort Sha256WithEcdsa = 0x0403;

    /// <summary>What is signed of a precertificate.</summary>
    /// <param name="tbs">The certificate's signed part, without poison and timestamps.</param>
    /// <param name="issuer">Who issued it.</param>
    /// <param name="milliseconds">When, in milliseconds since 1970.</param>
    public static byte[] SignedBytes(byte[] tbs, X509Certificate2 issuer, ulong milliseconds)
    {
        using var bytes = new MemoryStream();
        // Version 1, the signature of a timestamp.
        bytes.Write([0, 0]);
        WriteNumber(bytes, milliseconds, 8);
        // The entry is a precertificate.
        WriteNumber(bytes, 1, 2);
        bytes.Write(SHA256.HashData(issuer.PublicKey.ExportSubjectPublicKeyInfo()));
        WriteNumber(bytes, (ulong)tbs.Length, 3);
        bytes.Write(tbs);
        // No extensions.
        WriteNumber(bytes, 0, 2);
        return bytes.ToArray();
    }

    /// <summary>The list with this one timestamp.</summary>
    public byte[] ToList()
    {
        using var bytes = new MemoryStream();
        WriteNumber(bytes, (ulong)(Head + Signature.Length + 2), 2);
        WriteNumber(bytes, (ulong)(Head + Signature.Length), 2);
        bytes.WriteByte(0);
        bytes.Write(LogId);
        WriteNumber(bytes, Milliseconds, 8);
        WriteNumber(bytes, 0, 2);
        WriteNumber(bytes, Sha256WithEcdsa, 2);
        WriteNumber(bytes, (ulong)Signature.Length, 2);
        bytes.Write(Signature);
        return bytes.ToArray();
    }

    /// <summary>Reads a list of exactly one timestamp, without extensions.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static CertificateTimestamp ReadList(ReadOnlySpan<byte> list)
    {
        if (list.Length < 4 + Head
            || BinaryPrimitives.ReadUInt16BigEndian(list) != list.Length - 2
            || BinaryPrimitives.ReadUInt16BigEndian(list[2..]) != list.Length - 4)
            throw new FormatException("Expected one certificate timestamp");
        var one = list[4..];
        if (one[0] != 0 || BinaryPrimitives.ReadUInt16BigEndian(one[41..]) != 0
            || BinaryPrimitives.ReadUInt16BigEndian(one[43..]) != Sha256WithEcdsa
            || BinaryPrimitives.ReadUInt16BigEndian(one[45..]) != one.Length - Head)
            throw new FormatException("Found unexpected hash algorithm in SCT: only SHA256 is supported");
        return new CertificateTimestamp(one[1..33].ToArray(), BinaryPrimitives.ReadUInt64BigEndian(one[33..]), one[Head..].ToArray());
    }

    private static void WriteNumber(MemoryStream bytes, ulong value, int width)
    {
        for (var shift = 8 * (width - 1); shift >= 0; shift -= 8) bytes.WriteByte((byte)(value >> shift));
    }
}
