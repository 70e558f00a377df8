using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>Reads on until <paramref name="limit"/> bytes have come out, then refuses the archive: it unpacks to too much.</summary>
internal sealed class BoundedStream(Stream inner, long limit, string fileName, CancellationToken cancellationToken) : ForwardStream
{
    /// <summary>Bytes that have come out so far.</summary>
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        BytesRead += read;
        return BytesRead <= limit ? read : throw TooLarge(fileName, limit);
    }

    /// <summary>The refusal of an archive out of which more than <paramref name="limit"/> bytes come.</summary>
    public static PublishException TooLarge(string fileName, long limit) => new(
        FailureKind.ArchiveTooLarge,
        $"{fileName} unpacks to more than {limit / 1024 / 1024} MiB where its size allows no more.",
        "Such a file is refused by the index as a compression bomb. Build the distribution again and look at what it packs.") { Target = fileName };

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
