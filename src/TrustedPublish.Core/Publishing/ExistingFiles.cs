using System.Collections.Concurrent;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.Publishing;

/// <summary>What of a set the index has already, by name and SHA-256.</summary>
/// <param name="Identical">Files that the index has: nothing is left to do for them.</param>
/// <param name="Conflicts">One for each file whose name the index has with other content.</param>
public sealed record ExistingFiles(IReadOnlySet<Distribution> Identical, IReadOnlyList<PublishException> Conflicts)
{
    // Projects asked for side by side.
    private const int AtOnce = 8;

    /// <summary>Of an index that was not asked: nothing is known to be there.</summary>
    public static ExistingFiles None { get; } = new(new HashSet<Distribution>(), []);

    /// <summary>Asks the index for the files of each project of the set, once a project.</summary>
    /// <exception cref="PublishException">The index gives no such list.</exception>
    public static async Task<ExistingFiles> FindAsync(
        HttpTransport transport, PackageIndex index, IReadOnlyList<Distribution> distributions, FileDigests digests, CancellationToken cancellationToken)
    {
        var lists = new ConcurrentDictionary<string, IReadOnlyDictionary<string, string?>>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            distributions.Select(static distribution => ProjectName.Normalize(distribution.Metadata.Name)).Distinct(StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (project, run) => lists[project] = await new FileList(transport).GetAsync(index, project, run));

        var identical = new HashSet<Distribution>(ReferenceEqualityComparer.Instance);
        var conflicts = new List<PublishException>();
        foreach (var distribution in distributions)
        {
            if (!lists[ProjectName.Normalize(distribution.Metadata.Name)].TryGetValue(distribution.FileName, out var there)) continue;
            var here = await digests.GetAsync(distribution);
            if (there != here)
            {
                conflicts.Add(Conflict(index, distribution, there, here));
                continue;
            }

            transport.Trace.Verbose($"{index} has {distribution.FileName} with the same SHA-256 ({here}).");
            identical.Add(distribution);
        }

        return new ExistingFiles(identical, conflicts);
    }

    /// <summary>Whether the index lists the file with the same digest; false where it can't be asked.</summary>
    internal static async Task<bool> IsThereAsync(HttpTransport transport, PackageIndex index, Distribution distribution, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var files = await new FileList(transport).GetAsync(index, distribution.Metadata.Name, cancellationToken);
            return files.TryGetValue(distribution.FileName, out var there) && there == sha256;
        }
        catch (PublishException failure)
        {
            transport.Trace.Verbose($"Whether {index} has {distribution.FileName} can't be known: {failure.Message}");
            return false;
        }
    }

    private static PublishException Conflict(PackageIndex index, Distribution distribution, string? there, string here) => new(
        FailureKind.FileAlreadyExists,
        there is null
            ? $"{index} has a file {distribution.FileName} and does not tell its SHA-256, so whether it is the same can't be known."
            : $"{index} has another file {distribution.FileName}: its SHA-256 is {there}, and that of the file here is {here}.",
        "The index keeps the first file of a name for ever. Raise the version, rebuild the very same file, or remove this file from the set.") { Target = distribution.File.FullName };
}
