using System.Text;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;
using static TrustedPublish.Unit.Support.RawTar;

namespace TrustedPublish.Unit.Rules;

/// <summary>Sdists whose tar headers are seldom seen, or odd.</summary>
internal static class TarSamples
{
    private const string Root = "demo-1.0";
    private const string Name = $"{Root}.tar.gz";

    private static readonly byte[] PkgInfo = Member($"{Root}/PKG-INFO", Metadata());
    private static readonly byte[] File = Member($"{Root}/x.py", "x = 1\n");

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sound("a tar archive written header by header", Tar(PkgInfo, File)),
        Broken("MetadataInvalid", "PKG-INFO that is not UTF-8", Tar(Member($"{Root}/PKG-INFO", [.. Encoding.UTF8.GetBytes(Metadata()), 0xff]), File)),
        Sound("a tar archive that ends without zeros", Whole(PkgInfo, File)),
        Broken("ArchiveDamaged", "a header with a wrong check sum", Tar(PkgInfo, File, Patched(Header($"{Root}/y.py")))),
        Broken("ArchiveDamaged", "a file that ends in its content", Whole(PkgInfo, File, Header($"{Root}/y.py", size: 2000), new byte[1024])),

        Broken("ArchiveDamaged", "a pax header before the end", Tar(PkgInfo, File, Pax('x', ("path", $"{Root}/y.py")))),
        Broken("ArchiveDamaged", "a pax header before nothing", Whole(PkgInfo, File, Pax('x', ("path", $"{Root}/y.py")))),
        Broken("ArchiveDamaged", "a global pax header before the end", Tar(PkgInfo, File, Pax('g', ("comment", "x")))),
        Broken("ArchiveDamaged", "a long name before the end", Tar(PkgInfo, File, LongName($"{Root}/y.py"))),
        Broken("ArchiveDamaged", "a long name before nothing", Whole(PkgInfo, File, LongName($"{Root}/y.py"))),
        Broken("ArchiveDamaged", "a pax header that is cut", Whole(PkgInfo, File, Pax('x', ("path", $"{Root}/y.py"))[..600])),
        Broken("ArchiveDamaged", "a pax record whose length is no number", Tar(PkgInfo, Member("pax", "xx path=y\n", 'x'), File)),
        Broken("ArchiveDamaged", "a pax record that is longer than its header", Tar(PkgInfo, Member("pax", "9999 path=y\n", 'x'), File)),
        Broken("ArchiveDamaged", "a pax record without a key", Tar(PkgInfo, Member("pax", "5 =y\n", 'x'), File)),
        Sound("zeros behind the pax records", Tar(PkgInfo, Member("pax", Record("mtime", "1.5") + "\0\0\0", 'x'), File)),
        Sound("a global comment, as git archive writes it", Tar(Pax('g', ("comment", "0123456789")), PkgInfo, File)),

        // Of several headers before a member the first wins.
        Sound("a pax path before a long name", Tar(PkgInfo, Pax('x', ("path", $"{Root}/y.py")), LongName("other/y.py"), File)),
        Broken("SdistRoot", "a pax path that leads out before a long name", Tar(PkgInfo, Pax('x', ("path", "other/y.py")), LongName($"{Root}/y.py"), File)),
        Sound("a long name before a pax path", Tar(PkgInfo, LongName($"{Root}/y.py"), Pax('x', ("path", "other/y.py")), File)),
        Broken("SdistRoot", "a long name that leads out before a pax path", Tar(PkgInfo, LongName("other/y.py"), Pax('x', ("path", $"{Root}/y.py")), File)),
        Sound("a pax path before another", Tar(PkgInfo, Pax('x', ("path", $"{Root}/y.py")), Pax('x', ("path", "other/y.py")), File)),
        Broken("SdistRoot", "a pax path that leads out before another", Tar(PkgInfo, Pax('x', ("path", "other/y.py")), Pax('x', ("path", $"{Root}/y.py")), File)),
        Sound("a pax path before a global one", Tar(Pax('x', ("path", $"{Root}/PKG-INFO")), Pax('g', ("path", $"{Root}/other.py")), Member("q", Metadata()), File)),
        Sound("a global path that fills what an own header does not say", Tar(PkgInfo, Pax('g', ("path", $"{Root}/other.py")), Pax('x', ("mtime", "1.5")), Member("q", ""))),
        Broken("SdistRoot", "a global path that leads out", Tar(PkgInfo, Pax('g', ("path", "other/y.py")), File)),
        Sound("a header of Solaris", Tar(Pax('X', ("mtime", "1.5")), PkgInfo, File)),
        Sound("a path in a header of Solaris", Tar(Pax('X', ("path", $"{Root}/PKG-INFO")), Member("q", Metadata()), File)),
        Broken("SdistRoot", "a path in a header of Solaris that leads out", Tar(PkgInfo, Pax('X', ("path", "other/y.py")), File)),
        Broken("SdistSparse", "a file that pax says has holes", Tar(PkgInfo, Pax('x', ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")), Member($"{Root}/y.bin", "0\n".PadRight(512, '\0')))),
        Broken("SdistSparse", "a file that GNU tar says has holes", Tar(PkgInfo, File, Header($"{Root}/y.bin", 'S'))),

        Sound("a name in two parts", Tar(PkgInfo, Member("y.py", "", prefix: $"{Root}/sub"))),
        Broken("SdistRoot", "a name in two parts that leads out", Tar(PkgInfo, Member($"{Root}/y.py", "", prefix: "other"))),
        Sound("a size in binary", Tar(Member($"{Root}/PKG-INFO", Metadata(), sizeField: [0x80, .. new byte[7], .. Binary(Metadata().Length)]), File)),
        Broken("ArchiveDamaged", "a size in binary that is impossible", Tar(PkgInfo, Header($"{Root}/y.py", sizeField: [0x80, .. Enumerable.Repeat((byte)0xff, 11)]), File)),
        Broken("ArchiveDamaged", "a size in binary that is more than there is", Tar(PkgInfo, Header($"{Root}/y.py", sizeField: [0x80, .. new byte[7], 0, 1, 0, 0]), File)),
        Sound("a size with something behind its zero", Tar(PkgInfo, Member($"{Root}/y.py", "x = 1\n", sizeField: "0000006\0more"u8.ToArray()), File)),
        Broken("ArchiveDamaged", "a size that is no number", Tar(PkgInfo, Header($"{Root}/y.py", sizeField: "0000000009x\0"u8.ToArray()), File)),
        Sound("a size in a pax header", Tar(PkgInfo, Pax('x', ("size", "6")), Header($"{Root}/y.py"), File[512..], File)),
    ];

    private static Func<TemporaryFolder, FileInfo> Tar(params byte[][] parts) => Whole([.. parts, End]);

    private static Func<TemporaryFolder, FileInfo> Whole(params byte[][] parts) => folder =>
    {
        System.IO.File.WriteAllBytes(folder.File(Name).FullName, Gzip(parts));
        return folder.File(Name);
    };

    private static byte[] Patched(byte[] header)
    {
        header[0]++;
        return header;
    }

    private static byte[] Binary(int value) => [.. BitConverter.GetBytes(value).Reverse()];
}
