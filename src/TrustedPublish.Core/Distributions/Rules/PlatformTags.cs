using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>The platforms that PyPI takes wheels for (warehouse forklift/legacy.py, August 2026).</summary>
internal static partial class PlatformTags
{
    private static readonly FrozenSet<string> Fixed = FrozenSet.ToFrozenSet(
        [
            "any", "win32", "win_arm64", "win_amd64", "win_ia64",
            "manylinux1_x86_64", "manylinux1_i686", "manylinux2010_x86_64", "manylinux2010_i686",
            "manylinux2014_x86_64", "manylinux2014_i686", "manylinux2014_aarch64", "manylinux2014_armv7l",
            "manylinux2014_ppc64", "manylinux2014_ppc64le", "manylinux2014_s390x",
            // Boards whose wheels piwheels builds; no other bare Linux is taken.
            "linux_armv6l", "linux_armv7l",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether PyPI takes <paramref name="platform"/>, in lower case.</summary>
    public static bool IsAccepted(string platform) => Fixed.Contains(platform) || Families().IsMatch(platform);

    // manylinux (PEP 600), musllinux (PEP 656), macOS (10.x by its minor version, later ones by their major), iOS (PEP 730),
    // Android (PEP 738), PyEmscripten (PEP 783).
    [GeneratedRegex(
        @"\A(?: manylinux_\d+_\d+_(?:x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x|riscv64)
             | musllinux_\d+_\d+_(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)
             | macosx_(?:10_\d+|(?:11|12|13|14|15|26)_0)_(?:ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2)
             | ios_\d+_\d+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)
             | android_\d+_(?:armeabi_v7a|arm64_v8a|x86|x86_64)
             | pyemscripten_\d+_\d+_wasm32 )\z",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Families();
}
