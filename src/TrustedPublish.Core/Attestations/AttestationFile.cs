using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// An attestation on disk: it lies beside its distribution, under that one's name with a kind and an ending behind it, as those who
/// make attestations name them: <c>FILE.publish.attestation</c>, <c>FILE.slsa.attestation</c> (pypi-attestations, twine, uv).
/// </summary>
public static class AttestationFile
{
    private const string Ending = ".attestation";
    private const string Publish = $".publish{Ending}";

    /// <summary>The names under which an attestation of a distribution is looked for first, to say so.</summary>
    public static string UsualNames(string distribution) => $"{distribution}{Publish} or {distribution}.slsa{Ending}";

    /// <summary>Where the attestation that a publisher makes of a distribution belongs; <paramref name="folder"/> is another folder than the distribution's own.</summary>
    public static string PathOf(FileInfo distribution, string? folder = null) => Path.Combine(folder ?? distribution.DirectoryName ?? "", $"{distribution.Name}{Publish}");

    /// <summary>The attestations beside a distribution, sorted by name.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.FileUnreadable"/>: the folder can't be listed.</exception>
    public static IReadOnlyList<FileInfo> Beside(FileInfo distribution)
    {
        if (distribution.Directory is not { Exists: true } folder) return [];
        try
        {
            return [.. folder.EnumerateFiles($"{distribution.Name}.*{Ending}").Where(file => DistributionOf(file)?.Name == distribution.Name).OrderBy(static file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PublishException(FailureKind.FileUnreadable, $"{folder.FullName} can't be listed, so whether attestations lie there is not known: {exception.Message}", "Give this user the right to list the folder.", exception) { Target = distribution.FullName };
        }
    }

    /// <summary>The distribution that a file's name says it is an attestation of; null where the name is none of an attestation.</summary>
    public static FileInfo? DistributionOf(FileInfo file)
    {
        if (!file.Name.EndsWith(Ending, StringComparison.Ordinal)) return null;
        var path = file.FullName[..^Ending.Length];
        var kind = Path.GetExtension(path);
        return kind.Length > 1 && path.Length > kind.Length ? new FileInfo(path[..^kind.Length]) : null;
    }

    /// <summary>Reads the attestation.</summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.PathNotFound"/>, <see cref="FailureKind.FileUnreadable"/> or <see cref="FailureKind.AttestationUnreadable"/>.
    /// </exception>
    public static Attestation Read(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            // A byte more than is taken, so that a longer file is told from one that just fits.
            var bytes = new byte[(int)Math.Min(stream.Length, Attestation.Longest + 1)];
            stream.ReadExactly(bytes);
            return Attestation.Read(bytes, file.FullName);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PublishException(FailureKind.PathNotFound, $"There is no file {file.FullName}.", "Check the path, which is relative to the current location.", exception) { Target = file.FullName };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PublishException(FailureKind.FileUnreadable, $"{file.FullName} can't be read: {exception.Message}", "Give this user the right to read it, and let no other program hold it open.", exception) { Target = file.FullName };
        }
    }

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
