using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Upload;

/// <summary>What must be in the archive, and that it agrees with the form (warehouse forklift/legacy.py).</summary>
internal static class ArchiveRules
{
    private const int LongestMetadata = 16 * 1024 * 1024;

    /// <exception cref="UploadRefusedException">The index's message for the first rule that is broken.</exception>
    public static void Check(string path, string fileName, string fileType, string project, ReleaseVersion version)
    {
        try
        {
            using var file = File.OpenRead(path);
            var metadata = fileType == "sdist" ? ReadSdist(file, fileName) : ReadWheel(file, fileName);
            Agree(metadata, fileName, project, version);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw UploadRefusedException.BadRequest("Invalid distribution file.");
        }
    }

    private static string ReadWheel(Stream file, string fileName)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        if (zip.Entries.GroupBy(static entry => entry.FullName, StringComparer.Ordinal).Any(static group => group.Count() > 1))
            throw UploadRefusedException.BadRequest("Invalid distribution file. ZIP archive not accepted: Duplicate filename in local headers.");
        var parts = fileName.Split('-');
        var folder = $"{parts[0]}-{parts[1]}.dist-info";
        if (zip.GetEntry($"{folder}/RECORD") is not { } record) throw UploadRefusedException.BadRequest($"Wheel '{fileName}' does not contain the required RECORD file: {folder}/RECORD");
        if (zip.GetEntry($"{folder}/METADATA") is not { } metadata) throw UploadRefusedException.BadRequest($"Wheel '{fileName}' does not contain the required METADATA file: {folder}/METADATA");

        var listed = ReadText(record.Open()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static line => line.StartsWith('"') ? line[1..line.IndexOf('"', 1)] : line.Split(',')[0]).ToHashSet(StringComparer.Ordinal);
        var unlisted = zip.Entries.FirstOrDefault(entry => !entry.FullName.EndsWith('/') && !listed.Contains(entry.FullName)
            && !entry.FullName.EndsWith("/RECORD.jws", StringComparison.Ordinal) && !entry.FullName.EndsWith("/RECORD.p7s", StringComparison.Ordinal));
        if (unlisted is not null) throw UploadRefusedException.BadRequest($"Wheel '{fileName}' contains a file that its RECORD does not list: {unlisted.FullName}");
        return ReadText(metadata.Open());
    }

    private static string ReadSdist(Stream file, string fileName)
    {
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        string? metadata = null;
        var roots = new HashSet<string>(StringComparer.Ordinal);
        var members = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            roots.Add(name.Split('/')[0]);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            members++;
            if (name.Split('/') is [_, "PKG-INFO"] && entry.DataStream is { } content) metadata = ReadText(content);
        }

        if (roots.Count > 1) throw UploadRefusedException.BadRequest("Invalid distribution file. Incorrect number of top-level directories.");
        if (metadata is null) throw UploadRefusedException.BadRequest("Invalid distribution file. PKG-INFO not found at top-level directory.");
        if (members < 2) throw UploadRefusedException.BadRequest($"Invalid distribution file. '{fileName}' holds nothing but PKG-INFO.");
        return metadata;
    }

    /// <summary>PyPI takes the form's word here; this index is stricter, because it is there to find what a client gets wrong.</summary>
    private static void Agree(string metadata, string fileName, string project, ReleaseVersion version)
    {
        string? Header(string name) => metadata.Split('\n').TakeWhile(static line => line.TrimEnd('\r').Length > 0)
            .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
        if (Header("Name") is not { } name || ProjectNames.Normalize(name) != ProjectNames.Normalize(project)
            || Header("Version") is not { } text || ReleaseVersion.TryParse(text)?.Identity != version.Identity)
            throw UploadRefusedException.BadRequest($"The metadata inside '{fileName}' and the metadata of the form disagree.");
    }

    private static string ReadText(Stream stream)
    {
        using (stream)
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[8192];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (bytes.Length + read > LongestMetadata) throw UploadRefusedException.BadRequest("Invalid distribution file.");
                bytes.Write(buffer, 0, read);
            }

            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}
