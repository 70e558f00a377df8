using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using TrustedPublish.Unit.Support;
using static TrustedPublish.Unit.Rules.Corpus;

namespace TrustedPublish.Unit.Rules;

/// <summary>How an sdist is laid out.</summary>
internal static class SdistSamples
{
    private const string Name = "demo-1.0.tar.gz";

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sound("an sdist with folders", With(new PaxTarEntry(TarEntryType.Directory, "demo-1.0/src/"))),
        Sound("an sdist in GNU tar's form", folder => Write(folder, Format.Gnu, [])),
        Broken("SdistRoot", "an sdist of PKG-INFO alone", folder => Archives.Sdist(folder, Name, ("demo-1.0/PKG-INFO", Metadata()))),
        Broken("SdistRoot", "an sdist with two folders", With(File("other/x.py"))),
        Broken("SdistRoot", "an sdist whose paths begin with a dot", folder => Archives.Sdist(folder, Name, ("./demo-1.0/PKG-INFO", Metadata()), ("./demo-1.0/x.py", ""))),
        Broken("SdistRoot", "an sdist with an absolute path", With(File("/etc/demo"))),
        Broken("MetadataMissing", "an sdist without PKG-INFO", folder => Archives.Sdist(folder, Name, ("demo-1.0/x.py", ""), ("demo-1.0/y.py", ""))),
        Broken("MetadataAmbiguous", "an sdist with PKG-INFO in two roots", With(File("other/PKG-INFO"))),
        Doubtful("SdistDuplicateName", "an sdist with PKG-INFO twice", folder => Archives.Sdist(folder, Name, ("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: other\nVersion: 2.0\n"), ("demo-1.0/x.py", ""), ("demo-1.0/PKG-INFO", Metadata()))),
        Sound("an sdist with another PKG-INFO below", With(File("demo-1.0/demo.egg-info/PKG-INFO"))),
        Doubtful("SdistRootName", "an sdist whose folder has another name", folder => Archives.Sdist(folder, Name, ("Demo-1.0/PKG-INFO", Metadata()), ("Demo-1.0/x.py", ""))),
        Doubtful("SdistPath", "an sdist with a path that leads outside", With(File("demo-1.0/../../x.py"))),
        Doubtful("SdistLink", "an sdist with a link", With(new PaxTarEntry(TarEntryType.SymbolicLink, "demo-1.0/link") { LinkName = "/etc/passwd" })),
        Doubtful("SdistSpecialFile", "an sdist with a pipe", With(new PaxTarEntry(TarEntryType.Fifo, "demo-1.0/pipe"))),
        Broken("SdistSparse", "an sdist with a sparse file", With(new PaxTarEntry(TarEntryType.RegularFile, "demo-1.0/sparse", new Dictionary<string, string> { ["GNU.sparse.major"] = "1", ["GNU.sparse.minor"] = "0", ["GNU.sparse.name"] = "demo-1.0/sparse", ["GNU.sparse.realsize"] = "0" }) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes("0\n".PadRight(512, '\0'))) })),
        Sound("an sdist with its licence", folder => Archives.Sdist(folder, Name, ("demo-1.0/PKG-INFO", Metadata("License-File: LICENSE\n")), ("demo-1.0/LICENSE", "MIT"))),
        Broken("LicenseFileMissing", "an sdist without its licence", folder => Archives.Sdist(folder, Name, ("demo-1.0/PKG-INFO", Metadata("License-File: LICENSE\n")), ("demo-1.0/x.py", ""))),
        Broken("ArchiveDamaged", "an sdist that is cut", folder => Cut(Archives.Sdist(folder, Name, ("demo-1.0/PKG-INFO", Metadata()), ("demo-1.0/x.py", "x = 1\n")))),
        Broken("ArchiveDamaged", "an sdist that is none", folder => Text(folder, "not an archive, though it is long enough to look like one")),
    ];

    private enum Format
    {
        Pax,
        Gnu,
    }

    private static PaxTarEntry File(string path) => new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream("x = 1\n"u8.ToArray()) };

    private static Func<TemporaryFolder, FileInfo> With(TarEntry more) => folder => Write(folder, Format.Pax, [more]);

    private static FileInfo Write(TemporaryFolder folder, Format format, IReadOnlyList<TarEntry> more)
    {
        var file = folder.File(Name);
        using var stream = file.Create();
        using var gzip = new GZipStream(stream, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (path, content) in new[] { ("demo-1.0/PKG-INFO", Metadata()), ("demo-1.0/pyproject.toml", "") })
        {
            TarEntry entry = format == Format.Gnu ? new GnuTarEntry(TarEntryType.RegularFile, path) : new PaxTarEntry(TarEntryType.RegularFile, path);
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
            tar.WriteEntry(entry);
        }

        foreach (var entry in more)
        {
            if (entry.DataStream is { } content) content.Position = 0;
            tar.WriteEntry(entry);
        }

        return file;
    }

    private static FileInfo Cut(FileInfo file)
    {
        var bytes = System.IO.File.ReadAllBytes(file.FullName);
        System.IO.File.WriteAllBytes(file.FullName, bytes[..(bytes.Length / 2)]);
        return file;
    }

    private static FileInfo Text(TemporaryFolder folder, string text)
    {
        System.IO.File.WriteAllText(folder.File(Name).FullName, text);
        return folder.File(Name);
    }
}
