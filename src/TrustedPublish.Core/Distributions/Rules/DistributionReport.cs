using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>What the rules say of one file.</summary>
/// <param name="File">The file.</param>
/// <param name="Distribution">What could be read of it; null where it can't be.</param>
/// <param name="Findings">The rules it breaks; errors first.</param>
public sealed record DistributionReport(FileInfo File, Distribution? Distribution, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether no finding is an error.</summary>
    public bool IsValid => Findings.All(static finding => finding.Severity != Severity.Error);

    /// <summary>Why the file could not be read, where it could not.</summary>
    public PublishException? Failure { get; init; }

    /// <summary>The same with further findings.</summary>
    public DistributionReport With(IEnumerable<Finding> more) => this with { Findings = Order(Findings.Concat(more)) };

    /// <summary>Errors first, otherwise as they came.</summary>
    internal static IReadOnlyList<Finding> Order(IEnumerable<Finding> findings) => [.. findings.OrderByDescending(static finding => finding.Severity)];
}
