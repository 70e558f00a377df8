using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>Reads on until <paramref name="limit"/> bytes have come out, then refuses the archive: it unpacks to too much.</summary>
internal sealed class BoundedStream(Stream inner, long limit, Func<PublishException> refusal, CancellationToken cancellationToken) : ForwardStream
{
    /// <summary>Bytes that have come out so far.</summary>
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        BytesRead += read;
        return BytesRead <= limit ? read : throw refusal();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
