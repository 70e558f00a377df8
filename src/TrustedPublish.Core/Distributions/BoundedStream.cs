using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>Reads on until <paramref name="limit"/> bytes have come out, then refuses the archive: it unpacks to too much.</summary>
internal sealed class BoundedStream(Stream inner, long limit, string fileName) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _read += read;
        return _read <= limit ? read : throw TooLarge(fileName, limit);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    /// <summary>The refusal of an archive out of which more than <paramref name="limit"/> bytes come.</summary>
    public static PublishException TooLarge(string fileName, long limit) => new(
        FailureKind.ArchiveTooLarge,
        $"{fileName} unpacks to more than {limit / 1024 / 1024} MiB where its size allows no more.",
        "Such a file is refused by the index as a compression bomb. Build the distribution again and look at what it packs.") { Target = fileName };

    /// <summary>All of <paramref name="stream"/>, which may have <paramref name="limit"/> bytes at most.</summary>
    public static byte[] ReadAll(Stream stream, int limit, string fileName)
    {
        using var bounded = new BoundedStream(stream, limit, fileName);
        using var bytes = new MemoryStream();
        bounded.CopyTo(bytes);
        return bytes.ToArray();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
