using System.Text.RegularExpressions;
using TrustedPublish.Core.Distributions.Archives;
using TrustedPublish.Core.Distributions.Metadata;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>What the metadata says of licences, and that the licence files are there (PEP 639).</summary>
internal static partial class LicenseRules
{
    private const string Source = "PEP 639; packaging.licenses";

    private static readonly Rule LicenseExpression = new("LicenseExpression", Severity.Error, "Write license = \"MIT\", or \"MIT OR Apache-2.0\", with identifiers of https://spdx.org/licenses/.", Source);

    private static readonly Rule LicenseIdDeprecated = new("LicenseIdDeprecated", Severity.Warning, "Take the identifier that replaced it on https://spdx.org/licenses/, such as GPL-3.0-only for GPL-3.0.", "SPDX licence list");

    private static readonly Rule LicenseTwice = new("LicenseTwice", Severity.Error, "Keep the expression (license = \"MIT\") and remove the licence's text or file from [project].", "PEP 639; warehouse forklift/metadata.py") { IsOfPyPI = true };

    private static readonly Rule LicenseFilePath = new("LicenseFilePath", Severity.Error, "Name licence files by whole paths below pyproject.toml, with '/' between.", "PEP 639; packaging.metadata");

    private static readonly Rule LicenseFileMissing = new("LicenseFileMissing", Severity.Error, "Include the file in the build, or remove it from license-files in pyproject.toml.", "PEP 639; warehouse forklift/legacy.py");

    private static readonly Rule LicenseFileVersion = new(
        "LicenseFileVersion", Severity.Warning, "Update setuptools (77 or later writes metadata 2.4). The field is left out of the upload, which is then accepted.", "pypa/setuptools#4759");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [LicenseExpression, LicenseIdDeprecated, LicenseTwice, LicenseFilePath, LicenseFileMissing, LicenseFileVersion];

    /// <param name="metadata">What is said.</param>
    /// <param name="isThere">Whether a licence file of that path is in the archive.</param>
    public static IEnumerable<Finding> Find(CoreMetadata metadata, Func<string, bool> isThere)
    {
        foreach (var finding in metadata.Values("License-Expression").SelectMany(FindInExpression)) yield return finding;
        if (metadata.Has("License") && metadata.Has("License-Expression"))
            yield return LicenseTwice.Broken("License and License-Expression stand there both.");

        if (!metadata.Has(MetadataFields.LicenseFile.Header)) yield break;
        if (metadata.IsBefore(MetadataFields.LicenseFile.Since))
        {
            yield return LicenseFileVersion.Broken($"License-File came with metadata {MetadataFields.LicenseFile.Since}, and this is {metadata.MetadataVersion}.");
            yield break;
        }

        foreach (var path in metadata.Values(MetadataFields.LicenseFile.Header))
        {
            if (path.Contains("..", StringComparison.Ordinal) || path.Contains('*', StringComparison.Ordinal) || !RelativePath().IsMatch(path))
                yield return LicenseFilePath.Broken($"'{path}' in License-File is not the path of a file in the distribution.");
            else if (!isThere(path))
                yield return LicenseFileMissing.Broken($"The licence file '{path}' is not in the archive.");
        }
    }

    /// <summary>Whether a wheel holds a licence file: in <c>dist-info/licenses/</c>.</summary>
    public static bool IsThere(WheelArchive wheel, string path) => wheel.Directory.Find($"{wheel.DistInfo}/licenses/{path}") is not null;

    private static IEnumerable<Finding> FindInExpression(string expression)
    {
        IReadOnlyList<string> deprecated;
        string? reason = null;
        try
        {
            deprecated = Metadata.LicenseExpression.Check(expression);
        }
        catch (FormatException exception)
        {
            deprecated = [];
            reason = exception.Message;
        }

        if (reason is not null) yield return LicenseExpression.Broken($"'{expression}' is not a licence expression: {reason}.");
        foreach (var id in deprecated) yield return LicenseIdDeprecated.Broken($"SPDX has replaced the identifier '{id}'.");
    }

    // No root, no drive with one, no backslash, and no part that pathlib would drop. A colon alone is a character.
    [GeneratedRegex(@"\A(?![A-Za-z]:[/\\])(?!/)(?!.*//)(?!.*\\)(?!\./)(?!.*/\.(?:/|\z))(?!.*/\z).+\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RelativePath();
}
