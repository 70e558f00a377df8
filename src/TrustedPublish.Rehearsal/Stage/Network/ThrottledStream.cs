namespace TrustedPublish.Rehearsal.Stage.Network;

/// <summary>Hands a request's body over no faster than a line of that many bytes per second brings it.</summary>
internal sealed class ThrottledStream(Stream inner, long bytesPerSecond, TimeProvider timeProvider) : Stream
{
    // Bytes of a 20th of a second: an even flow, without a timer for each packet.
    private readonly int _most = (int)Math.Clamp(bytesPerSecond / 20, 1, 128 * 1024);
    private readonly long _start = timeProvider.GetTimestamp();
    private TimeSpan _due;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _most)], cancellationToken);
        // Time in which nothing came is lost, as on a line: it is not made up for by a burst.
        var now = timeProvider.GetElapsedTime(_start);
        _due = (_due > now ? _due : now) + TimeSpan.FromSeconds(read / (double)bytesPerSecond);
        if (_due > now) await Task.Delay(_due - now, timeProvider, cancellationToken);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
