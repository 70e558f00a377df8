using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// Attestations that lie beside a distribution, as those who make them name them: <c>FILE.publish.attestation</c>,
/// <c>FILE.slsa.attestation</c> (PEP 740's reference tools, twine, uv).
/// </summary>
public static class AttestationFiles
{
    /// <summary>How a file with an attestation ends.</summary>
    public const string Extension = ".attestation";

    /// <summary>What is added to a distribution's name for the attestation that its publisher makes.</summary>
    public const string PublishExtension = ".publish" + Extension;

    /// <summary>The attestations beside <paramref name="distribution"/>, by their names' order. Whether they are of its content is not looked at.</summary>
    /// <exception cref="PublishException">
    /// One can't be read, is of a file of another name, or the index does not take them together.
    /// </exception>
    public static IReadOnlyList<Attestation> ReadBeside(Distribution distribution)
    {
        var found = new List<Attestation>();
        foreach (var file in Find(distribution.File))
        {
            var attestation = Read(file);
            if (attestation.Statement.FileName != distribution.FileName)
            {
                throw new PublishException(
                    FailureKind.AttestationMismatch,
                    $"{file.Name} lies beside {distribution.FileName} and speaks of {attestation.Statement.FileName}.",
                    "Delete it or put it beside its own file; New-PythonAttestation makes one for this file.") { Target = file.FullName };
            }

            if (attestation.Statement.PredicateType is not (AttestationStatement.PublishType or AttestationStatement.ProvenanceType))
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

    /// <summary>Reads one file.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.FileUnreadable"/> or <see cref="FailureKind.AttestationUnreadable"/>.</exception>
    public static Attestation Read(FileInfo file)
    {
        try
        {
            return Attestation.Read(File.ReadAllBytes(file.FullName), file.Name);
        }
        catch (PublishException failure)
        {
            throw failure.About(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PublishException(
                FailureKind.FileUnreadable, $"{file.Name} can't be read: {exception.Message}", "Check that the file is there and that the job may read it.", exception) { Target = file.FullName };
        }
    }

    /// <summary>The files beside <paramref name="distribution"/> that are named as its attestations are, sorted.</summary>
    public static IReadOnlyList<FileInfo> Find(FileInfo distribution) =>
        distribution.Directory is { Exists: true } folder
            ? [.. folder.EnumerateFiles($"{distribution.Name}.*{Extension}").OrderBy(static file => file.Name, StringComparer.Ordinal)]
            : [];
}
