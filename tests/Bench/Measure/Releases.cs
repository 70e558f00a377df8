using TrustedPublish.Unit.Support;

namespace TrustedPublish.Bench.Measure;

/// <summary>Releases to upload. Their content does not pack, as that of compiled and compressed files hardly does.</summary>
internal static class Releases
{
    private static readonly string[] Pythons = ["cp39", "cp310", "cp311", "cp312", "cp313", "cp314", "pp310", "pp311"];
    private static readonly string[] Platforms =
    [
        "manylinux_2_17_x86_64.manylinux2014_x86_64", "manylinux_2_28_aarch64", "musllinux_1_2_x86_64", "musllinux_1_2_aarch64", "macosx_10_13_x86_64",
        "macosx_11_0_arm64", "win_amd64", "win_arm64",
    ];

    /// <summary>One wheel of about so many bytes.</summary>
    public static void AddWheel(TemporaryFolder folder, int bytes) => Archives.ValidWheel(folder, "demo", "1.0", bytes);

    /// <summary>The wheels of one release for many a Python, platform and build, from <paramref name="smallest"/> to <paramref name="largest"/> bytes, each by the same factor larger.</summary>
    public static void AddWheels(TemporaryFolder folder, int count, int smallest, int largest)
    {
        var tags = (from build in Enumerable.Range(1, 1 + (count / (Pythons.Length * Platforms.Length)))
                    from platform in Platforms
                    from python in Pythons
                    select $"{build}-{python}-{python}-{platform}").Take(count).ToList();
        for (var number = 0; number < count; number++)
        {
            var bytes = new byte[(int)(smallest * Math.Pow((double)largest / smallest, number / Math.Max(1.0, count - 1)))];
            new Random(number).NextBytes(bytes);
            Archives.WholeWheel(folder, $"demo-1.0-{tags[number]}.whl", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nSummary: A demonstration\n\nLong text.\n", ("demo/data.bin", bytes));
        }
    }
}
