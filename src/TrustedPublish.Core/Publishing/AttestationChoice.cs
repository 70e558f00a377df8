using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishers;

namespace TrustedPublish.Core.Publishing;

/// <summary>What was asked for as to attestations.</summary>
public enum AttestationUse
{
    /// <summary>Nothing was said: on PyPI and TestPyPI as <see cref="Optional"/>, elsewhere none.</summary>
    Unsaid,

    /// <summary>None goes along, not even those that lie beside files.</summary>
    None,

    /// <summary>Where there is one or one can be made; a file without goes without, and a warning says why.</summary>
    Optional,

    /// <summary>No file is published without one.</summary>
    Required,
}

/// <summary>Which attestations go along with a run, given what was asked for, the index, and who publishes.</summary>
/// <param name="use">What was asked for.</param>
/// <param name="index">Where the files go.</param>
/// <param name="publisher">The kind of publisher that the token is of; null where it is of none that PyPI knows, as a token of an account.</param>
/// <param name="sign">Makes an attestation as this job; null where the token is not this job's, so that the index would take it for another's.</param>
public sealed class AttestationChoice(
    AttestationUse use, PackageIndex index, PublisherKind? publisher, Func<string, string, CancellationToken, Task<Attestation>>? sign)
{
    /// <summary>Told what is passed over, and why.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Those that go along with <paramref name="distributions"/>; those beside files are read now.</summary>
    /// <exception cref="PublishException">
    /// One is required and can't be had (<see cref="FailureKind.AttestationUnsupported"/>), or one beside a file can't be used.
    /// </exception>
    public ReleaseAttestations Read(IReadOnlyList<Distribution> distributions)
    {
        if (use == AttestationUse.None || (use == AttestationUse.Unsaid && !index.IsPyPI)) return ReleaseAttestations.None;
        if (publisher?.CanAttest != true)
        {
            var why = publisher is null
                ? "an index takes attestations with the token of a trusted publisher alone, and whose this token is can't be told"
                : $"PyPI takes no attestations from {publisher.Name}";
            if (use == AttestationUse.Required) throw Unsupported($"No attestation can go to {index}: {why}.");
            if (use == AttestationUse.Optional || distributions.Any(static distribution => AttestationFile.Beside(distribution.File).Count > 0)) Warn($"The files go without attestations: {why}.");
            return ReleaseAttestations.None;
        }

        var beside = ReleaseAttestations.ReadBeside(distributions);
        var isRequired = use == AttestationUse.Required;
        var attestations = new ReleaseAttestations(beside) { Sign = sign, IsRequired = isRequired, Warn = Warn };
        return isRequired && sign is null && distributions.FirstOrDefault(attestations.Lacks) is { } without
            ? throw Unsupported($"There is no attestation beside {without.FileName}, and none can be made here: the token is of another job than this.")
            : attestations;
    }

    private static PublishException Unsupported(string message) => new(
        FailureKind.AttestationUnsupported,
        message,
        "Let the job that publishes get the token itself, on GitHub Actions, GitLab CI/CD or Google Cloud; or leave '-Attestation Required' away.");
}
