using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;
using static TrustedPublish.Unit.Support.RawTar;

namespace TrustedPublish.Unit.Rules;

/// <summary>The gzip layer of an sdist: its end, what stands behind it, and how densely it is packed.</summary>
internal static class GzipSamples
{
    private const string Name = "demo-1.0.tar.gz";
    private const int Trailer = 8;

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sound("an sdist with zeros behind it", Edited(static gzip => [.. gzip, .. new byte[1024]])),
        Sound("an sdist with many zeros behind it", Edited(static gzip => [.. gzip, .. new byte[200_000]])),
        Doubtful("SdistTrailingBytes", "an sdist with bytes behind it", Edited(static gzip => [.. gzip, .. "more"u8])),
        Doubtful("SdistTrailingBytes", "an sdist with zeros and bytes behind it", Edited(static gzip => [.. gzip, .. new byte[100_000], .. "more"u8])),
        Sound("an sdist in two gzip members", Parts(static tar => [.. Gzip(tar[..700]), .. Gzip(tar[700..])])),
        Sound("an sdist in three gzip members, of which one is empty", Parts(static tar => [.. Gzip(tar[..700]), .. EmptyGzip, .. Gzip(tar[700..])])),
        Broken("ArchiveDamaged", "an sdist whose second gzip member is damaged", Parts(static tar => [.. Gzip(tar[..700]), .. Wrong(Gzip(tar[700..]), Trailer)])),

        Broken("ArchiveDamaged", "an sdist with a wrong check sum", Edited(static gzip => Wrong(gzip, Trailer))),
        Broken("ArchiveDamaged", "an sdist with a wrong length", Edited(static gzip => Wrong(gzip, Trailer / 2))),
        Broken("ArchiveDamaged", "an sdist without check sum and length", Edited(static gzip => gzip[..^Trailer])),
        Broken("ArchiveDamaged", "an sdist without its last byte", Edited(static gzip => gzip[..^1])),
        Broken("ArchiveDamaged", "an sdist packed by an unknown method", Edited(static gzip => [.. gzip[..2], 9, .. gzip[3..]])),

        Doubtful("SdistRatio", "an sdist that unpacks to far more than it is", Parts(static tar => Gzip(tar[..^1024], Zeros(65), End))),
        Sound("an sdist that unpacks to much and says so", Parts(static tar => Gzip(tar[..^1024], Zeros(60), End))),
    ];

    private static byte[] Tar() => [.. Member("demo-1.0/PKG-INFO", Metadata()), .. Member("demo-1.0/x.py", "x = 1\n"), .. End];

    private static byte[] Zeros(int megabytes) => [.. Header("demo-1.0/zeros.bin", size: megabytes * 1024L * 1024), .. new byte[megabytes * 1024 * 1024]];

    private static byte[] Wrong(byte[] gzip, int fromEnd)
    {
        gzip[^fromEnd] ^= 0x10;
        return gzip;
    }

    private static Func<TemporaryFolder, FileInfo> Edited(Func<byte[], byte[]> edit) => Parts(tar => edit(Gzip(tar)));

    private static Func<TemporaryFolder, FileInfo> Parts(Func<byte[], byte[]> pack) => folder =>
    {
        File.WriteAllBytes(folder.File(Name).FullName, pack(Tar()));
        return folder.File(Name);
    };
}
