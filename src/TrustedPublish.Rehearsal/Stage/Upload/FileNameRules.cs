using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>How a file must be named for the project and version that its form says (warehouse forklift/legacy.py).</summary>
internal static partial class FileNameRules
{
    /// <exception cref="UploadRefusedException">The index's message for the first rule that is broken.</exception>
    public static void Check(string fileName, string fileType, string project, ReleaseVersion version)
    {
        var extension = fileType == "sdist" ? ".tar.gz" : ".whl";
        if (!fileName.EndsWith(extension, StringComparison.Ordinal))
            throw UploadRefusedException.BadRequest($"Invalid file extension: Use {(fileType == "sdist" ? ".tar.gz or .zip" : ".whl")} extension. (https://www.python.org/dev/peps/pep-0527)");
        if (fileName.Contains('/', StringComparison.Ordinal) || fileName.Contains('\\', StringComparison.Ordinal))
            throw UploadRefusedException.BadRequest("Cannot upload a file with '/' or '\\' in the name.");

        var prefix = ProjectNames.Normalize(project).Replace('-', '_');
        if (fileType == "sdist")
        {
            var expected = $"{prefix}-{version.Canonical}.tar.gz";
            if (!fileName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) throw UploadRefusedException.BadRequest($"Start filename for '{project}' with '{prefix}'.");
            if (fileName != expected) throw UploadRefusedException.BadRequest($"Filename '{fileName}' is invalid, should be '{expected}'.");
            return;
        }

        var parts = fileName[..^extension.Length].Split('-');
        if (parts.Length is not (5 or 6)) throw UploadRefusedException.BadRequest($"Invalid wheel filename (wrong number of parts): '{fileName}'");
        if (parts.Length == 6 && !char.IsAsciiDigit(parts[2].FirstOrDefault())) throw UploadRefusedException.BadRequest($"Invalid build number: {parts[2]} in '{fileName}'");
        if (parts[^3..].SelectMany(static tag => tag.Split('.')).Contains("") || parts[^3].Split('.').Any(static tag => !Interpreter().IsMatch(tag)))
            throw UploadRefusedException.BadRequest($"Invalid wheel filename (invalid tag component): '{fileName}'");
        foreach (var tag in parts[^1].ToLowerInvariant().Split('.'))
        {
            if (!PlatformTag().IsMatch(tag))
                throw UploadRefusedException.BadRequest($"Binary wheel '{fileName}' has an unsupported platform tag '{tag}'.");
        }

        if (ProjectNames.Normalize(parts[0]) != ProjectNames.Normalize(project)) throw UploadRefusedException.BadRequest($"Start filename for '{project}' with '{prefix}'.");
        if (parts[0] != prefix) throw UploadRefusedException.BadRequest($"Filename '{fileName}' should contain the normalized project name '{prefix}', not '{parts[0]}'.");
        if (ReleaseVersion.TryParse(parts[1])?.Identity != version.Identity)
            throw UploadRefusedException.BadRequest($"Version in filename should be '{version.Canonical}' not '{parts[1]}'.");
        // The metadata is kept in a file of this name and a suffix.
        if (fileName.Length + ".metadata".Length > 255) throw UploadRefusedException.BadRequest($"Filename is too long: '{fileName}'");
    }

    /// <summary>The platforms that the index takes; bare <c>linux_*</c> only for the small ARM boards of piwheels.</summary>
    [GeneratedRegex(
        @"\A(?:any|win32|win_amd64|win_arm64|win_ia64|linux_armv6l|linux_armv7l
          |manylinux(?:1|2010)_(?:x86_64|i686)|manylinux2014_(?:x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x)
          |(?:many|musl)linux_\d+_\d+_(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)|manylinux_\d+_\d+_ppc64
          |macosx_(?:10_\d+|1[1-5]_0|26_0)_(?:i386|intel|ppc|ppc64|universal|universal2|x86_64|arm64|fat|fat3|fat64)
          |ios_\d+_\d+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)|android_\d+_(?:armeabi_v7a|arm64_v8a|x86|x86_64)
          |pyemscripten_\d+_\d+_wasm32)\z",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlatformTag();

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{M}\p{Nd}_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Interpreter();
}
