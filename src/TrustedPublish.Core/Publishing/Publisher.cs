using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// Sends a set to an index. Of each release one file goes first, alone: it creates the release, and the index takes the
/// release's metadata from it. The others follow side by side. A file that fails keeps none from its turn, unless it failed
/// for a reason that holds for the others too.
/// </summary>
public sealed class Publisher(HttpTransport transport, PublishOptions options)
{
    // How many files of a release may lead in vain, all tries used up, before the others stop waiting for one.
    private const int MostWaits = 2;

    /// <summary>Sends <paramref name="distributions"/>, the first of each release first.</summary>
    /// <param name="tokens">What to upload with.</param>
    /// <param name="distributions">What to send, in the order of its importance.</param>
    /// <param name="digests">Their digests.</param>
    /// <param name="progress">Told how far it is, often, from any thread.</param>
    /// <param name="done">Told each file's end as it comes, from any thread.</param>
    /// <param name="cancellationToken">Ends all uploads at once; none is running when this returns.</param>
    /// <exception cref="PublishException">There is no token to upload with, or not each attestation that is required, so nothing was sent.</exception>
    public async Task PublishAsync(
        TokenSource tokens,
        IReadOnlyList<Distribution> distributions,
        FileDigests digests,
        Action<UploadProgress> progress,
        Action<FileResult> done,
        CancellationToken cancellationToken)
    {
        foreach (var distribution in distributions.Where(options.Existing.Identical.Contains))
            done(new FileResult(distribution, tokens.Index, FileStatus.AlreadyPublished, await digests.GetAsync(distribution), 0, TimeSpan.Zero, null));
        IReadOnlyList<Distribution> missing = [.. distributions.Where(distribution => !options.Existing.Identical.Contains(distribution))];
        if (missing.Count == 0) return;

        var meter = new TransferMeter(missing, options.ThrottleLimit, progress, transport.Options.TimeProvider);
        using var sender = new FileSender(transport, options, tokens, digests, meter, cancellationToken);
        digests.Begin(missing.Take(1));
        await sender.PrepareAsync(missing);
        options.Attestations.Begin(missing.Take(1), digests);

        var published = distributions.Where(options.Existing.Identical.Contains).Select(Release).ToHashSet();
        await Task.WhenAll(missing.GroupBy(Release).Select(release => SendReleaseAsync(sender, [.. release], published.Contains(release.Key), Begin, done)));
        cancellationToken.ThrowIfCancellationRequested();

        void Begin(IEnumerable<Distribution> files)
        {
            digests.Begin(files);
            options.Attestations.Begin(files, digests);
        }
    }

    private static (string Project, PackageVersion Version) Release(Distribution distribution) =>
        (ProjectName.Normalize(distribution.Metadata.Name), distribution.Metadata.Version);

    private static async Task SendReleaseAsync(FileSender sender, IReadOnlyList<Distribution> files, bool isThere, Action<IEnumerable<Distribution>> begin, Action<FileResult> done)
    {
        var (next, waits) = (0, 0);
        while (!isThere && next < files.Count)
        {
            begin(files.Skip(next));
            var first = await sender.SendAsync(files[next++]);
            done(first);
            if (first.Error is { IsTransient: true }) waits++;
            // Where passing faults don't pass, waiting for each of the others in turn would take hours.
            isThere = first.Error is null || waits == MostWaits;
        }

        await Task.WhenAll(files.Skip(next).Select(async file => done(await sender.SendAsync(file))));
    }
}
