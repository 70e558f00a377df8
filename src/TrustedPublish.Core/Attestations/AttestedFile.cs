using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Attestations;

/// <summary>A distribution and one attestation of it, as files.</summary>
/// <param name="Distribution">The distribution; it need not be there where its digest is given.</param>
/// <param name="Attestation">The attestation; null where none lies beside the distribution.</param>
/// <param name="Sha256">The distribution's SHA-256, hex, in its place; null to read the file.</param>
public sealed record AttestedFile(FileInfo Distribution, FileInfo? Attestation, string? Sha256)
{
    private string? _digest = Sha256;

    /// <summary>
    /// The pairs to check of these files: of a distribution, each attestation beside it, or each of <paramref name="attestations"/>
    /// where they are named; of an attestation, the distribution beside it. Each pair comes once.
    /// </summary>
    public static IReadOnlyList<AttestedFile> Find(IEnumerable<FileInfo> files, IReadOnlyList<FileInfo>? attestations, string? sha256)
    {
        var pairs = new List<AttestedFile>();
        var seen = new HashSet<(string, string?)>();
        foreach (var pair in files.SelectMany(file => Of(file, attestations, sha256)))
        {
            if (seen.Add((pair.Distribution.FullName, pair.Attestation?.FullName))) pairs.Add(pair);
        }

        return pairs;
    }

    /// <summary>Reads both and makes every check. Whatever is wrong with a file is the outcome's failure.</summary>
    public async Task<AttestationOutcome> CheckAsync(AttestationCheck check, CancellationToken cancellationToken)
    {
        var target = Attestation?.FullName ?? Distribution.FullName;
        try
        {
            DistributionFileName.Parse(Distribution.Name);
            if (Attestation is null)
            {
                throw new PublishException(
                    FailureKind.AttestationMissing,
                    $"{Distribution.Name} has no attestation beside it ({AttestationFile.UsualNames(Distribution.Name)}).",
                    "Make one where it is published (New-PythonAttestation), or get it from the index's page of the file.");
            }

            var attestation = AttestationFile.Read(Attestation);
            var digest = _digest ??= await DigestAsync(cancellationToken);
            var report = check.Run(attestation, Distribution.Name, digest);
            return new AttestationOutcome(this, report, report.Failure?.About(target));
        }
        catch (PublishException failure)
        {
            return new AttestationOutcome(this, null, failure.Target is null ? failure.About(target) : failure);
        }
    }

    private static IEnumerable<AttestedFile> Of(FileInfo file, IReadOnlyList<FileInfo>? attestations, string? sha256)
    {
        if (AttestationFile.DistributionOf(file) is { } distribution) return [new AttestedFile(distribution, file, sha256)];
        var beside = attestations ?? AttestationFile.Beside(file);
        return beside.Count == 0 ? [new AttestedFile(file, null, sha256)] : beside.Select(attestation => new AttestedFile(file, attestation, sha256));
    }

    private async Task<string> DigestAsync(CancellationToken cancellationToken) => Distribution.Exists
        ? await Sha256Digest.ComputeAsync(Distribution, cancellationToken)
        : throw new PublishException(
            FailureKind.PathNotFound,
            $"{Distribution.Name} is not there: {Distribution.FullName}",
            "Put it beside its attestation, name it with -Path and the attestation with -AttestationPath, or give its digest with -Sha256.") { Target = Distribution.FullName };
}

/// <summary>What came of checking a distribution's attestation.</summary>
/// <param name="File">The two files.</param>
/// <param name="Report">What was found; null where one of the files could not be read.</param>
/// <param name="Failure">Why it does not hold; null where it does.</param>
public sealed record AttestationOutcome(AttestedFile File, AttestationReport? Report, PublishException? Failure);
