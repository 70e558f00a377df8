using System.Security.Cryptography;
using System.Text;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>Wheels whose ZIP records say something else of a file than another reader sees.</summary>
internal static class ZipEntrySamples
{
    private const string Name = "demo-1.0-py3-none-any.whl";
    private const string Info = "demo-1.0.dist-info";
    private const ushort Zip64 = 0x0001, UnicodePath = 0x7075;
    private const uint See64 = uint.MaxValue;

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sound("a wheel of records written one by one", With(File("demo/x.py"))),

        Broken("ZipDisagreement", "two files that point to each other's headers", With(new("demo/x.py", "x = 1\n") { HeaderOf = "demo/y.py" }, new("demo/y.py", "x = 1\n") { HeaderOf = "demo/x.py" })),
        Broken("ZipDisagreement", "a file that points to another's header", With(File("demo/x.py"), new("demo/y.py", "x = 1\n") { HeaderOf = "demo/x.py" })),
        // METADATA is read to name the file, so what is wrong with it comes first.
        Broken("ArchiveDamaged", "METADATA that points to another file's header", folder => Write(folder, Metadata() with { HeaderOf = "demo/other.txt" }, new("demo/other.txt", Corpus.Metadata()) { HeaderOf = $"{Info}/METADATA" }, Wheel(), Record())),

        Broken("WheelMember", "a wrong CRC-32 beside the right digest", folder => Write(folder, Metadata(), Wheel(), File("demo/x.py") with { Crc = 1 }, Record($"demo/x.py,{Digest("x = 1\n")},6\n"))),
        Broken("WheelMember", "a wrong CRC-32 of a file that RECORD does not list", folder => Write(folder, Metadata(), Wheel(), File("demo/x.py") with { Crc = 1 }, Record())),
        Sound("a right CRC-32 beside the right digest", folder => Write(folder, Metadata(), Wheel(), File("demo/x.py"), Record($"demo/x.py,{Digest("x = 1\n")},6\n"))),

        Broken("ZipFeature", "a file that is encrypted", With(File("demo/x.py") with { Flags = 0x01 })),
        Broken("ZipFeature", "a file that is a patch", With(File("demo/x.py") with { Flags = 0x20 })),
        Broken("ZipFeature", "a file that is strongly encrypted", With(File("demo/x.py") with { Flags = 0x40 })),
        Sound("a file of version 6.3 of the format", With(File("demo/x.py") with { VersionNeeded = 63 })),
        Broken("ZipFeature", "a file of a later version of the format", With(File("demo/x.py") with { VersionNeeded = 64 })),
        Sound("flags that say how well it is packed", With(File("demo/x.py") with { Flags = 0x06 })),

        Sound("a Unicode Path field with the same name", With(Renamed("demo/x.py"))),
        Broken("ZipName", "a Unicode Path field with another name", With(Renamed("demo/y.py"))),
        Broken("ZipName", "a Unicode Path field with a name that goes on behind a zero", With(Renamed("demo/y.py\0demo/x.py"))),
        Sound("a Unicode Path field with a zero behind the same name", With(Renamed("demo/x.py\0more"))),
        Sound("a Unicode Path field that was made for another name", With(Renamed("demo/y.py", ofName: "demo/z.py"))),
        Sound("a Unicode Path field of a later version", With(Renamed("demo/y.py", version: 2))),
        Broken("ArchiveDamaged", "a Unicode Path field that is too short", With(File("demo/x.py") with { CentralExtra = RawZip.Extra(UnicodePath, 1) })),

        Sound("ZIP64 sizes in the local header", With(File("demo/x.py") with { LocalSize = See64, LocalExtra = RawZip.Extra(Zip64, [.. Long(6), .. Long(6)]) })),
        Broken("ZipDisagreement", "other ZIP64 sizes in the local header", With(File("demo/x.py") with { LocalSize = See64, LocalExtra = RawZip.Extra(Zip64, [.. Long(6), .. Long(7)]) })),
        Sound("one ZIP64 size of a stored file", With(File("demo/x.py") with { LocalSize = See64, LocalExtra = RawZip.Extra(Zip64, Long(6)) })),
        Sound("an empty ZIP64 field where no size needs it", With(File("demo/x.py") with { LocalExtra = RawZip.Extra(Zip64) })),
        Broken("Zip64", "an empty ZIP64 field where a size needs it", With(File("demo/x.py") with { LocalSize = See64, LocalExtra = RawZip.Extra(Zip64) })),
        Broken("Zip64", "a ZIP64 field of a strange length", With(File("demo/x.py") with { LocalExtra = RawZip.Extra(Zip64, new byte[12]) })),
        Broken("Zip64", "a ZIP64 field twice", With(File("demo/x.py") with { LocalExtra = [.. RawZip.Extra(Zip64, Long(6)), .. RawZip.Extra(Zip64, Long(6))] })),
    ];

    private static RawZipFile Wheel() => new($"{Info}/WHEEL", "Wheel-Version: 1.0\n");

    private static RawZipFile Metadata() => new($"{Info}/METADATA", Corpus.Metadata());

    private static RawZipFile Record(string more = "") => new($"{Info}/RECORD", $"{Info}/METADATA,,\n{Info}/WHEEL,,\n{Info}/RECORD,,\n{more}");

    private static RawZipFile File(string name) => new(name, "x = 1\n");

    private static RawZipFile Renamed(string name, string ofName = "demo/x.py", byte version = 1) => File("demo/x.py") with
    {
        CentralExtra = RawZip.Extra(UnicodePath, [version, .. BitConverter.GetBytes(RawZip.Crc(Encoding.UTF8.GetBytes(ofName))), .. Encoding.UTF8.GetBytes(name)]),
    };

    private static Func<TemporaryFolder, FileInfo> With(params RawZipFile[] files) =>
        folder => Write(folder, [Metadata(), Wheel(), .. files, Record(string.Concat(files.Select(static file => $"{file.Name},,\n")))]);

    private static FileInfo Write(TemporaryFolder folder, params RawZipFile[] files)
    {
        System.IO.File.WriteAllBytes(folder.File(Name).FullName, RawZip.Write(files));
        return folder.File(Name);
    }

    private static byte[] Long(long value) => BitConverter.GetBytes(value);

    private static string Digest(string content) => "sha256=" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
