using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Attestations;

/// <summary>Attestations on disk, where publishing looks for them: beside the distribution, under its name and one more ending.</summary>
public static class AttestationFile
{
    /// <summary>The ending for attestations of the publish type (pypi-attestations, "sign"; what twine looks for).</summary>
    public const string Extension = ".publish.attestation";

    /// <summary>Where the attestation of a distribution belongs; <paramref name="folder"/> is another folder than the distribution's own.</summary>
    public static string PathOf(FileInfo distribution, string? folder = null) =>
        Path.Combine(folder ?? distribution.DirectoryName ?? "", $"{distribution.Name}{Extension}");

    /// <summary>Writes the attestation, whole or not at all; its folder is made where it is missing.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.AttestationExists"/> where there is one that is not to be replaced, or
    /// <see cref="FailureKind.AttestationUnwritable"/>.
    /// </exception>
    public static void Write(string path, Attestation attestation, bool replace)
    {
        if (!replace) Refuse(path);
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            WholeFile.Write(path, attestation.Json.Span, replace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Written by another since it was looked for.
            if (!replace) Refuse(path);
            throw new PublishException(
                FailureKind.AttestationUnwritable,
                $"{path} can't be written: {exception.Message}",
                "Check the folder's permissions and the space on its disk, or name another folder with -OutputDirectory.",
                exception) { Target = path };
        }
    }

    /// <summary>Ends with an error where there is an attestation already.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.AttestationExists"/>.</exception>
    public static void Refuse(string path)
    {
        if (!Path.Exists(path)) return;
        throw new PublishException(
            FailureKind.AttestationExists,
            $"{path} exists already.",
            "Replace it with -Force. It is as good as a new one as long as the distribution is the same (Test-PythonAttestation).") { Target = path };
    }
}
