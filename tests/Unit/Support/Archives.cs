using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace TrustedPublish.Unit.Support;

/// <summary>Makes wheels and sdists out of exactly the members that a test names.</summary>
public static class Archives
{
    public const string PlainMetadata = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n";

    private const int LargestPacked = 1_000_000;

    public static FileInfo Wheel(TemporaryFolder folder, string name, params (string Path, string Content)[] members)
    {
        var file = folder.File(name);
        using var stream = file.Create();
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (path, content) in members)
        {
            using var entry = zip.CreateEntry(path).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return file;
    }

    public static FileInfo Sdist(TemporaryFolder folder, string name, params (string Path, string Content)[] members)
    {
        var file = folder.File(name);
        using var stream = file.Create();
        using var gzip = new GZipStream(stream, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (path, content) in members)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
            });
        }

        return file;
    }

    /// <summary>A wheel that the index takes as it is, with <paramref name="padding"/> bytes that do not pack.</summary>
    public static FileInfo ValidWheel(TemporaryFolder folder, string project = "demo", string version = "1.0", int padding = 0) => WholeWheel(
        folder,
        $"{project}-{version}-py3-none-any.whl",
        $"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\nSummary: A demonstration\n\nLong text.\n",
        ($"{project}/data.bin", Noise(padding)));

    /// <summary>A wheel of that name and metadata with all that belongs to one: WHEEL, and a RECORD of every member.</summary>
    public static FileInfo WholeWheel(TemporaryFolder folder, string name, string metadata, params (string Path, byte[] Content)[] more)
    {
        var stem = string.Join('-', name.Split('-').Take(2));
        var info = $"{stem}.dist-info";
        List<(string Path, byte[] Content)> members =
        [
            ($"{stem.Split('-')[0]}/__init__.py", Encoding.UTF8.GetBytes("\"\"\"A demonstration.\"\"\"\n")),
            .. more,
            ($"{info}/METADATA", Encoding.UTF8.GetBytes(metadata)),
            ($"{info}/WHEEL", Encoding.UTF8.GetBytes("Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n")),
        ];
        var record = new StringBuilder();
        foreach (var (path, content) in members)
        {
            var digest = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            record.Append(System.Globalization.CultureInfo.InvariantCulture, $"{path},sha256={digest},{content.Length}\n");
        }

        record.Append(System.Globalization.CultureInfo.InvariantCulture, $"{info}/RECORD,,\n");
        var file = folder.File(name);
        using var stream = file.Create();
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (path, content) in members.Append(($"{info}/RECORD", Encoding.UTF8.GetBytes(record.ToString()))))
        {
            // To pack what does not pack takes longer than all the rest of a test.
            using var entry = zip.CreateEntry(path, content.Length > LargestPacked ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
            entry.Write(content);
        }

        return file;
    }

    /// <summary>An sdist that the index takes as it is.</summary>
    public static FileInfo ValidSdist(TemporaryFolder folder, string project = "demo", string version = "1.0") => Sdist(
        folder,
        $"{project}-{version}.tar.gz",
        ($"{project}-{version}/PKG-INFO", $"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\nSummary: A demonstration\n"),
        ($"{project}-{version}/pyproject.toml", "[build-system]\nrequires = ['setuptools']\n"),
        ($"{project}-{version}/{project}.py", "\"\"\"A demonstration.\"\"\"\n"));

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
