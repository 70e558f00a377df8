using TrustedPublish.Core.Attestations;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Publishing;

/// <summary>Attestations that lie beside a distribution and can go along with it: of its name, and of a type that an index takes, once each.</summary>
internal static class AttestationsBeside
{
    /// <summary>The attestations beside <paramref name="distribution"/>, by their names' order. Whether they are of its content is not looked at.</summary>
    /// <exception cref="PublishException">
    /// One can't be read, is of a file of another name, or the index does not take them together.
    /// </exception>
    public static IReadOnlyList<Attestation> Read(Distribution distribution)
    {
        var found = new List<Attestation>();
        foreach (var file in AttestationFile.Beside(distribution.File))
        {
            var attestation = AttestationFile.Read(file);
            if (!SubjectName.IsSame(attestation.Statement.FileName, distribution.Name))
            {
                throw new PublishException(
                    FailureKind.AttestationMismatch,
                    $"{file.Name} lies beside {distribution.FileName} and speaks of {attestation.Statement.FileName}.",
                    "Delete it or put it beside its own file; New-PythonAttestation makes one for this file.") { Target = file.FullName };
            }

            if (!attestation.Statement.IsOfIndex)
            {
                throw new PublishException(
                    FailureKind.AttestationUnsupported,
                    $"{file.Name} is of a type that no package index takes ({attestation.Statement.PredicateType}).",
                    $"Delete it. PyPI takes {AttestationStatement.PublishType} and {AttestationStatement.ProvenanceType}.") { Target = file.FullName };
            }

            if (found.Any(other => other.Statement.PredicateType == attestation.Statement.PredicateType))
            {
                throw new PublishException(
                    FailureKind.AttestationUnsupported,
                    $"{file.Name} is the second attestation of one type for {distribution.FileName}, of which an index takes one.",
                    "Delete one of the two.") { Target = file.FullName };
            }

            found.Add(attestation);
        }

        return found;
    }
}
