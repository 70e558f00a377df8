using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
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

    // Written into dist by 'uv build'. On Windows no wildcard leaves it out.
    private const string IgnoreFile = ".gitignore";

    private ReleaseSet(IReadOnlyList<Distribution> distributions, IReadOnlyList<PublishException> errors, IReadOnlyList<DistributionReport> reports)
    {
        Distributions = distributions;
        Errors = errors;
        Reports = reports;
    }

    /// <summary>The distributions in the order in which they are sent: wheels first, then sdists, each in the order given.</summary>
    public IReadOnlyList<Distribution> Distributions { get; }

    /// <summary>What is wrong, one for each bad file. Where there is any, nothing may be sent.</summary>
    public IReadOnlyList<PublishException> Errors { get; }

    /// <summary>The bytes of all files.</summary>
    public long TotalBytes => Distributions.Sum(static distribution => distribution.Size);

    /// <summary>What the rules say of each file, in the order given.</summary>
    public IReadOnlyList<DistributionReport> Reports { get; }

    /// <summary>
    /// Reads <paramref name="files"/>. One that is named twice counts once; signatures and attestations are passed over;
    /// a file that breaks a rule that it is held to is an error, as is a set with no distribution in it.
    /// </summary>
    public static ReleaseSet Read(IEnumerable<FileInfo> files, RuleSelection rules, Trace trace, CancellationToken cancellationToken)
    {
        var chosen = Choose(files, trace);
        var reports = Check(chosen, rules, cancellationToken);
        foreach (var distribution in reports.Select(static report => report.Distribution).OfType<Distribution>())
            trace.Verbose($"Read {distribution.FileName}: {distribution.Metadata.Name} {distribution.Metadata.Version}, {distribution.Size} bytes.");

        var errors = reports.SelectMany(Explain).ToList();
        if (reports.Count == 0)
        {
            errors.Add(new PublishException(
                FailureKind.NoDistributions,
                "There is no distribution to publish: the paths match no wheel (.whl) and no sdist (.tar.gz).",
                "Build first (python -m build), and check that -Path names the folder it writes to, such as dist/*."));
        }

        // A sort that keeps the given order within each kind.
        return new ReleaseSet([.. reports.Select(static report => report.Distribution).OfType<Distribution>().OrderBy(static distribution => distribution.Name.Type)], errors, reports);
    }

    /// <summary>
    /// Holds <paramref name="files"/> to the rules, each alone and all together. Several are read at a time, as many as there
    /// are processors; the reports keep the order.
    /// </summary>
    public static IReadOnlyList<DistributionReport> Check(IReadOnlyList<FileInfo> files, RuleSelection rules, CancellationToken cancellationToken)
    {
        var reports = new DistributionReport[files.Count];
        // Starting threads takes longer than reading one file.
        if (files.Count == 1) reports[0] = DistributionRules.Check(files[0], rules, cancellationToken);
        else Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, place => reports[place] = DistributionRules.Check(files[place], rules, cancellationToken));
        return rules.Scope == RuleScope.None ? reports : ReleaseRules.Check(reports, rules);
    }

    /// <summary>Each file once, without those that lie beside distributions.</summary>
    public static IReadOnlyList<FileInfo> Choose(IEnumerable<FileInfo> files, Trace trace)
    {
        var chosen = new List<FileInfo>();
        var seen = new HashSet<string>(PathComparer);
        foreach (var file in files)
        {
            if (!seen.Add(file.FullName))
                trace.Verbose($"{file.FullName} is named more than once and counts once.");
            else if (CompanionExtensions.Any(extension => file.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) && !Directory.Exists(file.FullName))
                trace.Verbose($"{file.Name} is a signature or an attestation, not a distribution; it is not uploaded.");
            else if (file.Name == IgnoreFile)
                trace.Verbose($"{file.FullName} is what uv writes beside its builds; it is not uploaded.");
            else
                chosen.Add(file);
        }

        return chosen;
    }

    private static IEnumerable<PublishException> Explain(DistributionReport report) => report.Failure is { } failure
        ? [failure]
        : report.Findings.Where(static finding => finding.Severity == Severity.Error).Select(finding => new PublishException(
            FailureKind.DistributionInvalid, $"{report.File.Name} would be refused: {finding.Message} ({finding.Rule})", finding.Remedy) { Target = report.File.FullName });

    private static StringComparer PathComparer => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
