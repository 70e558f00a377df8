using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishing;

/// <summary>Sends distributions to an index, one after another. A file that fails does not keep the next from its turn.</summary>
public sealed class Publisher(HttpTransport transport)
{
    private readonly Upload _upload = new(transport);

    /// <summary>Sends <paramref name="distributions"/> in their order.</summary>
    /// <param name="token">The token to upload with.</param>
    /// <param name="distributions">What to send.</param>
    /// <param name="progress">Told how far it is, often, from any thread.</param>
    /// <param name="done">Told each file's end as it comes.</param>
    /// <param name="cancellationToken">Ends the upload that is running at once; the files after it are not begun.</param>
    public async Task PublishAsync(
        ApiToken token,
        IReadOnlyList<Distribution> distributions,
        Action<UploadProgress> progress,
        Action<FileResult> done,
        CancellationToken cancellationToken)
    {
        var total = distributions.Sum(static distribution => distribution.Size);
        long before = 0;
        for (var number = 0; number < distributions.Count; number++)
        {
            var distribution = distributions[number];
            var filesDone = number;
            var bytesDone = before;
            done(await PublishAsync(
                token,
                distribution,
                sent => progress(new UploadProgress(distribution, sent, filesDone, distributions.Count, bytesDone + sent, total)),
                cancellationToken));
            before += distribution.Size;
        }
    }

    private async Task<FileResult> PublishAsync(ApiToken token, Distribution distribution, Action<long> sent, CancellationToken cancellationToken)
    {
        var clock = transport.Options.TimeProvider;
        var start = clock.GetTimestamp();
        var attempts = 0;
        string? sha256 = null;
        FileResult Result(FileStatus status, PublishException? error) =>
            new(distribution, token.Index, status, sha256, attempts, clock.GetElapsedTime(start), error);

        try
        {
            sent(0);
            sha256 = await Sha256Digest.ComputeAsync(distribution.File, cancellationToken);
            transport.Trace.Verbose($"Uploading {distribution.FileName} ({distribution.Size} bytes, SHA-256 {sha256}) to {token.Index}.");
            await _upload.SendAsync(token, distribution, sha256, attempt => attempts = attempt, sent, cancellationToken);
            transport.Trace.Verbose($"Published {distribution.FileName}.");
            return Result(FileStatus.Published, null);
        }
        catch (PublishException exception)
        {
            // Which file it was is what a script asks; the address stands in the message.
            return Result(FileStatus.Failed, exception.About(distribution.File.FullName));
        }
    }
}
