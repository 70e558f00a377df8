using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions;

/// <summary>What the name of a distribution says: its kind, project, version and, for a wheel, its tags.</summary>
/// <param name="Text">The file name.</param>
/// <param name="Type">Wheel or sdist, by the extension.</param>
/// <param name="Project">The project as the name spells it.</param>
/// <param name="Version">The version.</param>
/// <param name="Stem">The <c>project-version</c> that names a wheel's dist-info folder, exactly as it stands in the name.</param>
public sealed partial record DistributionFileName(string Text, PackageType Type, string Project, PackageVersion Version, string Stem)
{
    private const string WheelExtension = ".whl";
    private const string SdistExtension = ".tar.gz";

    /// <summary>A wheel's Python tag, such as <c>py3</c> or <c>py2.py3</c>; null for an sdist.</summary>
    public string? PythonTag { get; private init; }

    /// <summary>A wheel's ABI tag, such as <c>cp312</c>; null for an sdist.</summary>
    public string? AbiTag { get; private init; }

    /// <summary>A wheel's platform tag, such as <c>any</c>; several have dots between; null for an sdist.</summary>
    public string? PlatformTag { get; private init; }

    /// <summary>Whether the extension is that of a distribution.</summary>
    public static bool IsDistribution(string fileName) =>
        fileName.EndsWith(WheelExtension, StringComparison.Ordinal) || fileName.EndsWith(SdistExtension, StringComparison.Ordinal);

    /// <summary>Reads a name of the form of PEP 427 (wheel) or PEP 625 (sdist).</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.FileTypeUnknown"/> or <see cref="FailureKind.FileNameInvalid"/>.</exception>
    public static DistributionFileName Parse(string fileName)
    {
        if (!IsDistribution(fileName))
        {
            throw new PublishException(
                FailureKind.FileTypeUnknown,
                $"{fileName} is neither a wheel (.whl) nor an sdist (.tar.gz).",
                "Name only distributions, for example -Path dist/*.whl, dist/*.tar.gz; or clear the folder before the build.") { Target = fileName };
        }

        // Also what keeps quotes and line ends out of the upload's headers.
        if (!Characters().IsMatch(fileName)) throw Invalid(fileName, "it has characters that no distribution's name has");
        return fileName.EndsWith(WheelExtension, StringComparison.Ordinal) ? ParseWheel(fileName) : ParseSdist(fileName);
    }

    private static DistributionFileName ParseWheel(string fileName)
    {
        // {distribution}-{version}(-{build tag})?-{python tag}-{abi tag}-{platform tag}.whl
        var parts = fileName[..^WheelExtension.Length].Split('-');
        if (parts.Length is not (5 or 6) || parts.Any(static part => part.Length == 0))
            throw Invalid(fileName, "a wheel's name is project-version[-build]-python-abi-platform.whl (PEP 427)");
        if (parts.Length == 6 && !char.IsAsciiDigit(parts[2][0]))
            throw Invalid(fileName, $"its build tag '{parts[2]}' does not begin with a digit (PEP 427)");
        return new(fileName, PackageType.Wheel, ReadProject(fileName, parts[0]), ReadVersion(fileName, parts[1]), $"{parts[0]}-{parts[1]}")
        {
            PythonTag = parts[^3],
            AbiTag = parts[^2],
            PlatformTag = parts[^1],
        };
    }

    private static DistributionFileName ParseSdist(string fileName)
    {
        var stem = fileName[..^SdistExtension.Length];
        var dash = stem.LastIndexOf('-');
        if (dash <= 0 || dash == stem.Length - 1) throw Invalid(fileName, "an sdist's name is project-version.tar.gz (PEP 625)");
        return new(fileName, PackageType.Sdist, ReadProject(fileName, stem[..dash]), ReadVersion(fileName, stem[(dash + 1)..]), stem);
    }

    private static string ReadProject(string fileName, string text) =>
        ProjectName.IsValid(text) ? text : throw Invalid(fileName, $"'{text}' is not a project name");

    private static PackageVersion ReadVersion(string fileName, string text) =>
        // A wheel's name spells the + of a local version as _ (PEP 427, "Escaping and Unicode").
        PackageVersion.TryParse(text) ?? PackageVersion.TryParse(text.Replace('_', '+')) ?? throw Invalid(fileName, $"'{text}' is not a version (PEP 440)");

    private static PublishException Invalid(string fileName, string why) => new(
        FailureKind.FileNameInvalid,
        $"{fileName} is not named as a distribution is: {why}.",
        "Publish the file under the name that the build gave it; if the build gave it this name, update the build backend.") { Target = fileName };

    [GeneratedRegex(@"\A[A-Za-z0-9._+!-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Characters();
}
