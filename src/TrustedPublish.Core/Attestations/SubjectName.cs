using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Attestations;

/// <summary>
/// Whether two file names are of the same distribution, as the index compares an attestation's subject with the file: parsed,
/// not letter by letter (PEP 740, "Upload endpoint changes"; packaging, parse_wheel_filename and parse_sdist_filename).
/// </summary>
internal static class SubjectName
{
    private const string WheelExtension = ".whl";

    /// <summary>Whether they are; a name that is no distribution's is of none.</summary>
    public static bool IsSame(string subject, DistributionFileName file)
    {
        try
        {
            var named = DistributionFileName.Parse(subject);
            return named.Type == file.Type
                && ProjectName.Normalize(named.Project) == ProjectName.Normalize(file.Project)
                && named.Version.Equals(file.Version)
                && Build(named) == Build(file)
                && IsSameTag(named.PythonTag, file.PythonTag)
                && IsSameTag(named.AbiTag, file.AbiTag)
                && IsSameTag(named.PlatformTag, file.PlatformTag);
        }
        catch (PublishException)
        {
            return false;
        }
    }

    /// <summary>A wheel's build tag, a number and what stands behind it; null where there is none.</summary>
    private static (string Number, string Suffix)? Build(DistributionFileName file)
    {
        if (file.Type != PackageType.Wheel || file.Text[..^WheelExtension.Length].Split('-') is not { Length: 6 } parts) return null;
        var suffix = parts[2].TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return (parts[2][..^suffix.Length].TrimStart('0'), suffix);
    }

    /// <summary>Several tags of a kind stand with dots between, in any order and case.</summary>
    private static bool IsSameTag(string? one, string? other) =>
        one is null || other is null ? one == other : Tags(one).SetEquals(Tags(other));

    private static HashSet<string> Tags(string text) => new(text.Split('.'), StringComparer.OrdinalIgnoreCase);
}
