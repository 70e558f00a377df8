namespace TrustedPublish.Rehearsal.Stage.Upload.Attestations;

/// <summary>What a distribution's name stands for: two that are written differently may be the same (packaging.utils, as pypi_attestations compares them).</summary>
internal static class AttestedFileName
{
    /// <summary>A text that is equal for names that are; null for what is no distribution's name.</summary>
    public static string? KeyOf(string fileName)
    {
        if (fileName.EndsWith(".whl", StringComparison.Ordinal)) return OfWheel(fileName[..^4].Split('-'));
        var extension = new[] { ".tar.gz", ".zip" }.FirstOrDefault(end => fileName.EndsWith(end, StringComparison.Ordinal));
        if (extension is null) return null;
        var stem = fileName[..^extension.Length];
        var dash = stem.LastIndexOf('-');
        return dash > 0 && ReleaseVersion.TryParse(stem[(dash + 1)..]) is { } version ? $"sdist {ProjectNames.Normalize(stem[..dash])} {version.Identity}" : null;
    }

    private static string? OfWheel(string[] parts)
    {
        if (parts.Length is not (5 or 6) || parts[0].Contains("__", StringComparison.Ordinal) || ReleaseVersion.TryParse(parts[1]) is not { } version) return null;
        var build = parts.Length == 6 ? parts[2] : "";
        if (parts.Length == 6 && !char.IsAsciiDigit(build.FirstOrDefault())) return null;
        var tags = parts[^3..].Select(static part => part.ToLowerInvariant().Split('.').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)).Select(static tags => string.Join('.', tags));
        return $"wheel {ProjectNames.Normalize(parts[0])} {version.Identity} {build} {string.Join(' ', tags)}";
    }
}
