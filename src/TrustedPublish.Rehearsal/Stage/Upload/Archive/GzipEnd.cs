using System.Buffers.Binary;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>
/// Passes on what comes out of a gzip file, and tells afterwards whether the file holds the check sum and length of it. The
/// framework takes a file that is cut before them for a whole one.
/// </summary>
internal sealed class GzipEnd(Stream unpacked) : Stream
{
    private uint _remainder = uint.MaxValue;
    private uint _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        foreach (var value in buffer[..read]) _remainder = WheelRules.Remainder(_remainder, value);
        _length += (uint)read;
        return read;
    }

    /// <summary>Whether <paramref name="file"/> has an end for what was read. Of several gzip files in one each has its own.</summary>
    public bool IsIn(Stream file)
    {
        file.Position = 0;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        var end = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(end, ~_remainder);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(4), _length);
        var bytes = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        return bytes.IndexOf(end) >= 0 || bytes[1..].IndexOf<byte>([0x1f, 0x8b, 0x08]) >= 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
