using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>
/// How a distribution's file must be named for what its metadata says (PEP 427, PEP 491, PEP 625). That the name can be read
/// at all, and that project and version agree, is found before, when the file is opened.
/// </summary>
internal static partial class FileNameRules
{
    /// <summary>PyPI keeps a wheel's metadata beside it under the name and this suffix; file systems end at 255 bytes.</summary>
    private const string MetadataSuffix = ".metadata";

    private const int LongestName = 255;

    private static readonly Rule SdistName = new(
        "SdistName", Severity.Error, "Build it again with a current build backend (python -m build); old setuptools names sdists in an older way.", "PEP 625; warehouse forklift/legacy.py");

    private static readonly Rule WheelName = new(
        "WheelName", Severity.Error, "Build it again with a current build backend (python -m build).", "PEP 427; warehouse forklift/legacy.py");

    private static readonly Rule WheelTag = new(
        "WheelTag", Severity.Error, "Build it again with a current build backend; tags are written such as cp312-cp312-manylinux_2_28_x86_64.", "PEP 425; packaging.tags.parse_tag");

    private static readonly Rule WheelPlatformTag = new(
        "WheelPlatformTag",
        Severity.Error,
        "Build Linux wheels with cibuildwheel or repair them with auditwheel (manylinux, musllinux); for other systems take a platform of the list.",
        "warehouse forklift/legacy.py")
    { IsOfPyPI = true };

    private static readonly Rule FileNameLength = new(
        "FileNameLength", Severity.Error, "Shorten the project's name, its version or the tags.", "warehouse forklift/legacy.py") { IsOfPyPI = true };

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [SdistName, WheelName, WheelTag, WheelPlatformTag, FileNameLength];

    public static IEnumerable<Finding> Find(DistributionFileName name, CoreMetadata metadata)
    {
        var project = ProjectName.Normalize(metadata.Name).Replace('-', '_');
        if (name.Text.Length + (name.Type == PackageType.Wheel ? MetadataSuffix.Length : 0) > LongestName)
            yield return FileNameLength.Broken($"The file name has {name.Text.Length} characters; the index has room for {LongestName - MetadataSuffix.Length} of a wheel and {LongestName} of an sdist.");
        if (name.Type == PackageType.Sdist)
        {
            var expected = $"{project}-{metadata.Version.Normalized}.tar.gz";
            if (name.Text != expected) yield return SdistName.Broken($"The file must be named {expected}.");
            yield break;
        }

        if (name.Project != project)
            yield return WheelName.Broken($"The name must begin with the normalised project name '{project}', not '{name.Project}'.");
        foreach (var finding in FindTags(name)) yield return finding;
    }

    private static IEnumerable<Finding> FindTags(DistributionFileName name)
    {
        var broken = name.PythonTag!.Split('.').FirstOrDefault(static tag => !PythonTag().IsMatch(tag))
            ?? name.AbiTag!.Split('.').Concat(name.PlatformTag!.Split('.')).FirstOrDefault(static tag => tag.Length == 0);
        if (broken is not null)
        {
            yield return WheelTag.Broken(broken.Length == 0 ? "One of the tags is empty." : $"'{broken}' is not a Python tag.");
            yield break;
        }

        foreach (var platform in name.PlatformTag!.Split('.').Where(static tag => !PlatformTags.IsAccepted(tag.ToLowerInvariant())))
            yield return WheelPlatformTag.Broken($"PyPI does not take wheels for the platform '{platform}'.");
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonTag();
}
