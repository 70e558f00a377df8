using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>A wheel that was built.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Metadata">Its METADATA, header by header.</param>
internal sealed record StateToolWheel(string FileName, byte[] Content, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A pure Python wheel of an sdist: its packages and modules, at the root or below <c>src</c>, and its PKG-INFO. The same
    /// sdist gives the same bytes.
    /// </summary>
    /// <exception cref="StateToolException">The build fails, as it would on the platform.</exception>
    public static StateToolWheel Build(string sdist)
    {
        var members = Read(sdist);
        if (!members.TryGetValue("PKG-INFO", out var metadata)) throw StateToolBuild.Failed(Path.GetFileName(sdist), "PKG-INFO: no such file");
        var headers = Headers(Encoding.UTF8.GetString(metadata));
        string Header(string name) => headers.FirstOrDefault(header => header.Key == name).Value ?? throw StateToolBuild.Failed(Path.GetFileName(sdist), $"PKG-INFO has no {name}");
        var stem = $"{Header("Name").ToLowerInvariant().Replace('-', '_').Replace('.', '_')}-{Header("Version")}";
        var root = members.Keys.Any(static name => name.StartsWith("src/", StringComparison.Ordinal) && name.EndsWith(".py", StringComparison.Ordinal)) ? "src/" : "";
        var modules = members.Where(member => member.Key.StartsWith(root, StringComparison.Ordinal)).Select(member => (Path: member.Key[root.Length..], member.Value))
            .Where(member => member.Path.EndsWith(".py", StringComparison.Ordinal) && member.Path != "setup.py" && (!member.Path.Contains('/', StringComparison.Ordinal) || members.ContainsKey($"{root}{member.Path.Split('/')[0]}/__init__.py")))
            .OrderBy(static member => member.Path, StringComparer.Ordinal).ToList();
        if (modules.Count == 0) throw StateToolBuild.Failed(Path.GetFileName(sdist), "there is no module in it");

        List<(string Path, byte[] Content)> all =
        [
            .. modules,
            ($"{stem}.dist-info/METADATA", metadata),
            ($"{stem}.dist-info/WHEEL", Encoding.UTF8.GetBytes("Wheel-Version: 1.0\nGenerator: python-module-builder\nRoot-Is-Purelib: true\nTag: py3-none-any\n")),
        ];
        var record = string.Concat(all.Select(static member => string.Create(CultureInfo.InvariantCulture, $"{member.Path},sha256={Convert.ToBase64String(SHA256.HashData(member.Content)).TrimEnd('=').Replace('+', '-').Replace('/', '_')},{member.Content.Length}\n")));
        all.Add(($"{stem}.dist-info/RECORD", Encoding.UTF8.GetBytes($"{record}{stem}.dist-info/RECORD,,\n")));
        return new($"{stem}-py3-none-any.whl", Pack(all), headers);
    }

    private static Dictionary<string, byte[]> Read(string sdist)
    {
        var members = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var file = File.OpenRead(sdist);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        while (tar.GetNextEntry() is { } entry)
        {
            var slash = entry.Name.IndexOf('/', StringComparison.Ordinal);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || slash < 0) continue;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            members[entry.Name[(slash + 1)..]] = content.ToArray();
        }

        return members;
    }

    private static byte[] Pack(IEnumerable<(string Path, byte[] Content)> members)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in members)
            {
                var entry = zip.CreateEntry(path);
                entry.LastWriteTime = Epoch;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static List<KeyValuePair<string, string>> Headers(string text)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').TakeWhile(static line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is ' ' or '\t' && headers.Count > 0) headers[^1] = new(headers[^1].Key, $"{headers[^1].Value}\n{line.Trim()}");
            else if (colon > 0) headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return headers;
    }
}
