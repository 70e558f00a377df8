using System.IO.Compression;
using static TrustedPublish.Core.Distributions.Archives.ZipFormat;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>Opening a member of a ZIP archive.</summary>
internal static class ZipContent
{
    /// <summary>
    /// A stream of the member's content, which ends after exactly the bytes that the directory promises. Close it before the
    /// next member is opened: both read the same file.
    /// </summary>
    /// <exception cref="InvalidDataException">Its header is not where the directory says or is another file's, or it is packed in a way that is not read.</exception>
    public static Stream Open(Stream file, ZipEntry entry)
    {
        if (entry.UnreadFeature is { } feature) throw new InvalidDataException($"{entry.Name} {feature}.");
        var header = new byte[LocalHeaderBytes];
        if (entry.HeaderOffset > file.Length - LocalHeaderBytes) throw new InvalidDataException($"{entry.Name} begins behind the end of the file.");
        file.Position = entry.HeaderOffset;
        file.ReadExactly(header);
        if (U32(header, 0) != LocalHeader) throw new InvalidDataException($"{entry.Name} has no local header.");
        var name = new byte[U16(header, 26)];
        file.ReadExactly(name);
        if (Name(name) != entry.Name) throw new InvalidDataException($"the header of {entry.Name} is that of another file.");
        file.Position += U16(header, 28);
        if (entry.PackedSize > file.Length - file.Position) throw new InvalidDataException($"{entry.Name} ends behind the end of the file.");

        var packed = new SpanStream(file, entry.PackedSize);
        return new ExactStream(
            entry.Method switch
            {
                ZipEntry.Stored => packed,
                ZipEntry.Deflated => new DeflateStream(packed, CompressionMode.Decompress),
                _ => throw new InvalidDataException($"{entry.Name} is packed by method {entry.Method}, which is neither stored nor deflated."),
            },
            entry);
    }

    /// <summary>All of a small member, with its CRC-32 checked.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or longer than <paramref name="limit"/> bytes.</exception>
    public static byte[] ReadAll(Stream file, ZipEntry entry, int limit)
    {
        if (entry.Size > limit) throw new InvalidDataException($"{entry.Name} is longer than {limit} bytes.");
        using var content = Open(file, entry);
        var bytes = new byte[entry.Size];
        content.ReadExactly(bytes);
        // The end is looked at too: there the stream finds bytes too many.
        if (content.ReadByte() >= 0 || Crc32.Compute(bytes) != entry.Crc) throw new InvalidDataException($"{entry.Name} is damaged: its CRC-32 is wrong.");
        return bytes;
    }

    /// <summary>The next <paramref name="length"/> bytes of a file.</summary>
    private sealed class SpanStream(Stream file, long length) : ForwardStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0) return 0;
            var read = file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            if (read == 0) throw new EndOfStreamException();
            _left -= read;
            return read;
        }
    }

    /// <summary>Refuses content that is shorter or longer than the directory says.</summary>
    private sealed class ExactStream(Stream inner, ZipEntry entry) : ForwardStream
    {
        private long _left = entry.Size;

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            if (_left == 0)
            {
                Span<byte> one = stackalloc byte[1];
                return inner.Read(one) == 0 ? 0 : throw new InvalidDataException($"{entry.Name} unpacks to more than the {entry.Size} bytes that it promises.");
            }

            var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            if (read == 0) throw new InvalidDataException($"{entry.Name} unpacks to less than the {entry.Size} bytes that it promises.");
            _left -= read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
