using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Publishing;

/// <summary>
/// The files of one run: read, checked and put in order before anything is sent. It is whole or it is nothing: one file
/// that can't be published keeps all of them back.
/// </summary>
public sealed class ReleaseSet
{
    // Names under which the files of one distribution lie beside it: signatures (PEP 427's .asc) and attestations (PEP 740).
    private static readonly string[] CompanionExtensions = [".asc", ".sig", ".attestation"];

    private ReleaseSet(IReadOnlyList<Distribution> distributions, IReadOnlyList<PublishException> errors)
    {
        Distributions = distributions;
        Errors = errors;
    }

    /// <summary>The distributions in the order in which they are sent: wheels first, then sdists, each in the order given.</summary>
    public IReadOnlyList<Distribution> Distributions { get; }

    /// <summary>What is wrong, one for each bad file. Where there is any, nothing may be sent.</summary>
    public IReadOnlyList<PublishException> Errors { get; }

    /// <summary>The bytes of all files.</summary>
    public long TotalBytes => Distributions.Sum(static distribution => distribution.Size);

    /// <summary>
    /// Reads <paramref name="files"/>. One that is named twice counts once; signatures and attestations are passed over;
    /// two files of the same name in two folders are an error, as is a set with no distribution in it.
    /// </summary>
    public static ReleaseSet Read(IEnumerable<FileInfo> files, Trace trace, CancellationToken cancellationToken)
    {
        var distributions = new List<Distribution>();
        var errors = new List<PublishException>();
        var seen = new HashSet<string>(PathComparer);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!seen.Add(file.FullName))
            {
                trace.Verbose($"{file.FullName} is named more than once and sent once.");
                continue;
            }

            if (CompanionExtensions.Any(extension => file.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) && !Directory.Exists(file.FullName))
            {
                trace.Verbose($"{file.Name} is a signature or an attestation, not a distribution; it is not uploaded.");
                continue;
            }

            try
            {
                var distribution = Distribution.Read(file);
                if (!names.TryAdd(file.Name, file.FullName)) throw SameName(file, names[file.Name]);
                trace.Verbose($"Read {distribution.FileName}: {distribution.Metadata.Name} {distribution.Metadata.Version}, {distribution.Size} bytes.");
                distributions.Add(distribution);
            }
            catch (PublishException exception)
            {
                errors.Add(exception);
            }
        }

        if (distributions.Count == 0 && errors.Count == 0)
        {
            errors.Add(new PublishException(
                FailureKind.NoDistributions,
                "There is no distribution to publish: the paths match no wheel (.whl) and no sdist (.tar.gz).",
                "Build first (python -m build), and check that -Path names the folder it writes to, such as dist/*."));
        }

        // A sort that keeps the given order within each kind.
        return new ReleaseSet([.. distributions.OrderBy(static distribution => distribution.Name.Type)], errors);
    }

    private static StringComparer PathComparer => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private static PublishException SameName(FileInfo file, string other) => new(
        FailureKind.FileNameDuplicate,
        $"{file.Name} lies in two folders: {file.FullName} and {other}.",
        "The index keeps one file of a name. Publish one of them.") { Target = file.FullName };
}
