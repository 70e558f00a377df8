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
        using var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        using var whole = new GzipEnd(gzip);
        var tar = new TarWalk(whole);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var sparse = false;
        while (tar.Next() is { } member)
        {
            sparse |= member.IsSparse;
            names.Add(member.Name);
            if (member.IsFile && member.Name.EndsWith("/PKG-INFO", StringComparison.Ordinal)) texts[member.Name] = tar.Content(member);
        }

        // Reading on makes the gzip layer check the rest. The index does not go on behind the tar archive's end, and takes a
        // file with a wrong check sum; this one is stricter, because such a file has been damaged on its way.
        whole.CopyTo(Stream.Null);
        if (!whole.IsIn(file)) throw new InvalidDataException("Compressed file ended before the end-of-stream marker was reached");
        if (sparse) throw new InvalidDataException("tar archive not accepted: Sparse members are not allowed. See https://docs.pypi.org/archives for more information");
        var top = TopLevel(names);
        if (top is "" or "/" or ".") throw new InvalidDataException("Incorrect number of top-level directories in sdist");
        if (!names.Contains($"{top}/PKG-INFO")) throw new InvalidDataException($"PKG-INFO not found at {top}/PKG-INFO");
        foreach (var licence in upload.All("license_file").Where(licence => !names.Contains($"{top}/{licence}")))
            throw UploadRefusedException.BadRequest($"License-File {licence} does not exist in distribution file at {top}/{licence}");
        return ArchiveRules.ReadText(new MemoryStream(texts.GetValueOrDefault($"{top}/PKG-INFO", [])));
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
