using System.Formats.Tar;
using System.IO.Compression;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>What an sdist must hold (warehouse forklift/legacy.py, _is_valid_dist_file).</summary>
internal static class SdistRules
{
    /// <summary>PKG-INFO's text.</summary>
    public static string Check(Stream file, ReceivedUpload upload)
    {
        if (ZipFraming.IsZip(file)) throw new InvalidDataException("File is both a zip and a tar file");
        file.Position = 0;
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
            if (entry.EntryType is TarEntryType.SparseFile || (entry is PaxTarEntry pax && pax.ExtendedAttributes.Any(static attribute => attribute.Key.StartsWith("GNU.sparse", StringComparison.Ordinal))))
                throw new InvalidDataException("tar archive not accepted: Sparse members are not allowed. See https://docs.pypi.org/archives for more information");
            var name = entry.Name.TrimEnd('/');
            names.Add(name);
            if (name.EndsWith("/PKG-INFO", StringComparison.Ordinal) && entry.DataStream is { } content) texts[name] = ArchiveRules.ReadText(content);
        }

        // Reading on makes the gzip layer check the rest.
        gzip.CopyTo(Stream.Null);
        var top = TopLevel(names);
        if (top is "" or "/" or ".") throw new InvalidDataException("Incorrect number of top-level directories in sdist");
        if (!names.Contains($"{top}/PKG-INFO")) throw new InvalidDataException($"PKG-INFO not found at {top}/PKG-INFO");
        foreach (var licence in upload.All("license_file").Where(licence => !names.Contains($"{top}/{licence}")))
            throw UploadRefusedException.BadRequest($"License-File {licence} does not exist in distribution file at {top}/{licence}");
        return texts.GetValueOrDefault($"{top}/PKG-INFO", "");
    }

    private static string TopLevel(HashSet<string> names)
    {
        if (names.Count == 0 || names.Select(static name => name.StartsWith('/')).Distinct().Count() > 1) return "";
        var split = names.Select(static name => name.Split('/').Where(static part => part is not ("" or ".")).ToList()).ToList();
        var (least, most) = (split.MinBy(static parts => string.Join('\0', parts), StringComparer.Ordinal)!, split.MaxBy(static parts => string.Join('\0', parts), StringComparer.Ordinal)!);
        var common = least.Zip(most).TakeWhile(static pair => pair.First == pair.Second).Select(static pair => pair.First);
        return string.Join('/', common);
    }
}
