using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TrustedPublish.Rehearsal.Run;

/// <summary>
/// Two small made-up projects, each as a wheel (PEP 427) and an sdist (PEP 625): valid in every part, the same bytes each
/// time.
/// </summary>
internal static class SampleDistributions
{
    // The first moment a ZIP can say.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes them into <paramref name="folder"/> and gives their paths.</summary>
    public static IReadOnlyList<string> Write(string folder)
    {
        var files = new List<string>();
        foreach (var (project, summary, requirement) in new[]
        {
            ("rehearsal_sample", "A sample for rehearsing a release", "packaging >=23"),
            ("rehearsal_greeter", "Grüße aus einer Generalprobe", "rehearsal-sample ~=1.0; python_version >= '3.9'"),
        })
        {
            var metadata = Metadata(project, summary, requirement);
            files.Add(WriteWheel(folder, project, metadata));
            files.Add(WriteSdist(folder, project, metadata));
        }

        return files;
    }

    private static string Metadata(string project, string summary, string requirement) =>
        $"""
        Metadata-Version: 2.4
        Name: {project.Replace('_', '-')}
        Version: 1.0.0
        Summary: {summary}
        Author-email: Ada Example <ada@example.org>
        License-Expression: MIT
        License-File: LICENSE
        Keywords: release,rehearsal
        Classifier: Programming Language :: Python :: 3
        Classifier: Operating System :: OS Independent
        Project-URL: Documentation, https://docs.pypi.org/trusted-publishers/
        Requires-Python: >=3.9
        Requires-Dist: {requirement}
        Description-Content-Type: text/markdown; charset=UTF-8

        # {project}

        Übung macht den Meister — this project exists to be published on a machine's own index.

        """.ReplaceLineEndings("\n");

    private static string WriteWheel(string folder, string project, string metadata)
    {
        var info = $"{project}-1.0.0.dist-info";
        var members = new List<(string Path, byte[] Content)>
        {
            ($"{project}/__init__.py", Encoding.UTF8.GetBytes("__version__ = \"1.0.0\"\n")),
            ($"{info}/licenses/LICENSE", Encoding.UTF8.GetBytes("MIT License\n")),
            ($"{info}/METADATA", Encoding.UTF8.GetBytes(metadata)),
            ($"{info}/WHEEL", Encoding.UTF8.GetBytes("Wheel-Version: 1.0\nGenerator: rehearsal\nRoot-Is-Purelib: true\nTag: py3-none-any\n")),
        };
        var record = new StringBuilder();
        foreach (var (path, content) in members)
            record.Append(path).Append(",sha256=").Append(Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_')).Append(',').Append(content.Length).Append('\n');
        record.Append(info).Append("/RECORD,,\n");
        members.Add(($"{info}/RECORD", Encoding.UTF8.GetBytes(record.ToString())));

        var name = Path.Combine(folder, $"{project}-1.0.0-py3-none-any.whl");
        using var zip = ZipFile.Open(name, ZipArchiveMode.Create);
        foreach (var (path, content) in members)
        {
            var entry = zip.CreateEntry(path);
            entry.LastWriteTime = Timestamp;
            using var stream = entry.Open();
            stream.Write(content);
        }

        return name;
    }

    private static string WriteSdist(string folder, string project, string metadata)
    {
        var root = $"{project}-1.0.0";
        var name = Path.Combine(folder, $"{root}.tar.gz");
        using var gzip = new GZipStream(File.Create(name), CompressionLevel.Optimal);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        foreach (var (path, content) in new[]
        {
            ("PKG-INFO", metadata),
            ("LICENSE", "MIT License\n"),
            ("pyproject.toml", $"[build-system]\nrequires = [\"flit_core >=3.11,<4\"]\nbuild-backend = \"flit_core.buildapi\"\n\n[project]\nname = \"{project.Replace('_', '-')}\"\nversion = \"1.0.0\"\n"),
            ($"{project}/__init__.py", "__version__ = \"1.0.0\"\n"),
        })
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{root}/{path}") { ModificationTime = Timestamp, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }

        return name;
    }
}
