using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>File names.</summary>
internal static class NameSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        Sound("a pure wheel", folder => Wheel(folder, "demo-1.0-py3-none-any.whl")),
        Sound("a wheel for two Pythons", folder => Wheel(folder, "demo-1.0-py2.py3-none-any.whl")),
        Sound("a wheel with a build tag", folder => Wheel(folder, "demo-1.0-1_fix-py3-none-any.whl")),
        Sound("a wheel whose version has more zeros", folder => Wheel(folder, "demo-1.0.0-py3-none-any.whl")),
        Sound("a wheel of a project with separators", folder => Wheel(folder, "my_demo-1.0-py3-none-any.whl", "My.Demo")),
        Broken("WheelName", "a wheel in capitals", folder => Wheel(folder, "Demo-1.0-py3-none-any.whl")),
        Broken("WheelName", "a wheel with a dot in its project", folder => Wheel(folder, "my.demo-1.0-py3-none-any.whl", "my.demo")),
        Broken("WheelTag", "a wheel with a Python tag that is no name", folder => Wheel(folder, "demo-1.0-3-none-any.whl")),
        Broken("WheelTag", "a wheel with an empty tag", folder => Wheel(folder, "demo-1.0-py3-none-any..win32.whl")),
        Broken("FileNameInvalid", "a wheel without a platform", folder => Wheel(folder, "demo-1.0-py3-none.whl")),
        Broken("FileNameInvalid", "a wheel with a build tag of letters", folder => Wheel(folder, "demo-1.0-fix-py3-none-any.whl")),
        Broken("MetadataMismatch", "a wheel of another version", folder => Wheel(folder, "demo-1.1-py3-none-any.whl")),
        Broken("MetadataMismatch", "a wheel of another project", folder => Wheel(folder, "other-1.0-py3-none-any.whl")),
        Broken("FileNameLength", "a name that is too long for what the index keeps beside it", folder => Wheel(folder, $"demo-1.0-py3-none-any.{string.Join('.', Enumerable.Repeat("win_amd64", 23))}.whl")),

        .. new[]
        {
            "any", "win32", "win_amd64", "win_arm64", "manylinux1_x86_64", "manylinux2014_aarch64", "manylinux_2_17_x86_64.manylinux2014_x86_64", "manylinux_2_39_riscv64",
            "musllinux_1_2_x86_64", "macosx_10_9_universal2", "macosx_11_0_arm64", "macosx_26_0_arm64", "ios_13_0_arm64_iphonesimulator", "android_24_arm64_v8a", "linux_armv7l", "pyemscripten_2026_0_wasm32",
        }.Select(static platform => Sound($"a wheel for {platform}", folder => Wheel(folder, $"demo-1.0-cp313-cp313-{platform}.whl"))),
        .. new[] { "linux_x86_64", "linux_aarch64", "manylinux_2_17_sparc", "macosx_11_1_arm64", "macosx_16_0_arm64", "musllinux_1_2_ppc64", "win", "freebsd_14_amd64", "manylinux_2_17_x86_64.linux_x86_64" }
            .Select(static platform => Broken("WheelPlatformTag", $"a wheel for {platform}", folder => Wheel(folder, $"demo-1.0-cp313-cp313-{platform}.whl"))),

        Sound("an sdist", folder => Sdist(folder, "demo-1.0.tar.gz")),
        Sound("an sdist of a project with separators", folder => Sdist(folder, "my_demo-1.0.tar.gz", "My-Demo")),
        Broken("SdistName", "an sdist in capitals", folder => Sdist(folder, "Demo-1.0.tar.gz")),
        Broken("SdistName", "an sdist with a hyphen in its project", folder => Sdist(folder, "my-demo-1.0.tar.gz", "my-demo")),
        Broken("SdistName", "an sdist whose version has more zeros", folder => Sdist(folder, "demo-1.0.0.tar.gz")),
        Broken("SdistName", "an sdist whose version is not normalised", folder => Sdist(folder, "demo-1.0-1.tar.gz".Replace("-1.tar", ".post01.tar", StringComparison.Ordinal), release: "1.0.post1")),
        Broken("FileNameInvalid", "an sdist without a version", folder => Sdist(folder, "demo.tar.gz")),
    ];

    private static FileInfo Wheel(TemporaryFolder folder, string name, string project = "demo") => Archives.WholeWheel(folder, name, Metadata(name: project));

    private static FileInfo Sdist(TemporaryFolder folder, string name, string project = "demo", string release = "1.0")
    {
        var root = name[..^".tar.gz".Length];
        return Archives.Sdist(folder, name, ($"{root}/PKG-INFO", Metadata(name: project, release: release)), ($"{root}/pyproject.toml", ""));
    }
}
