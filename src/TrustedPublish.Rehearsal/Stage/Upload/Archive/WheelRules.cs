using System.IO.Compression;
using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>What a wheel must hold (warehouse forklift/legacy.py and utils/wheel.py).</summary>
internal static class WheelRules
{
    // What is left of each byte by itself.
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(static value => RemainderOf((uint)value))];

    // Decompression bombs (warehouse forklift/legacy.py).
    private const long SuspiciousBytes = 64L * 1024 * 1024;
    private const int HighestRatio = 50;

    /// <summary>METADATA's text.</summary>
    public static string Check(Stream file, string fileName, ReceivedUpload upload)
    {
        if (TarBlock.IsAtStart(file)) throw new InvalidDataException("File is both a zip and a tar file");
        var stem = string.Join('-', fileName.Split('-').Take(2));
        file.Position = 0;
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
        {
            var unpacked = zip.Entries.Sum(static entry => entry.Length);
            if (unpacked > SuspiciousBytes && unpacked > HighestRatio * file.Length) throw new InvalidDataException($"File exceeds compression ratio of {HighestRatio}");
            if (zip.GetEntry($"{stem}.dist-info/WHEEL") is null) throw new InvalidDataException($"WHEEL not found at {stem}.dist-info/WHEEL");
        }

        if (ZipFraming.FindFault(file) is { } fault) throw new InvalidDataException($"ZIP archive not accepted: {fault}. See https://docs.pypi.org/archives for more information");

        ReadAll(file);
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var licence in upload.All("license_file").Where(licence => archive.GetEntry($"{stem}.dist-info/licenses/{licence}") is null))
            throw UploadRefusedException.BadRequest($"License-File {licence} does not exist in distribution file {fileName} at {stem}.dist-info/licenses/{licence}");
        // What RECORD says is not compared: the index only writes to the project's owners where it is wrong.
        if (archive.GetEntry($"{stem}.dist-info/RECORD") is not { } record || !IsSoundRecord(record))
            throw UploadRefusedException.BadRequest($"Wheel '{fileName}' does not contain the required RECORD file: {stem}.dist-info/RECORD");
        if (archive.GetEntry($"{stem}.dist-info/entry_points.txt") is { } entryPoints && (!IsText(entryPoints) || !EntryPointRules.IsSound(ArchiveRules.ReadText(entryPoints.Open()))))
            throw UploadRefusedException.BadRequest($"Wheel '{fileName}' has invalid entry points defined in the entry_points.txt file");
        return archive.GetEntry($"{stem}.dist-info/METADATA") is { } metadata
            ? ArchiveRules.ReadText(metadata.Open())
            : throw UploadRefusedException.BadRequest($"Wheel '{fileName}' does not contain the required METADATA file: {stem}.dist-info/METADATA");
    }

    /// <summary>The index scans every member, and finds damaged ones on the way (warehouse utils/scanner.py).</summary>
    private static void ReadAll(Stream file)
    {
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var buffer = new byte[64 * 1024];
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            var remainder = uint.MaxValue;
            long total = 0;
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                total += read;
                for (var position = 0; position < read; position++) remainder = Remainder(remainder, buffer[position]);
            }

            if (total != entry.Length || ~remainder != entry.Crc32) throw new InvalidDataException($"Bad CRC-32 for file '{entry.FullName}'");
        }
    }

    /// <summary>The remainder of CRC-32 after one more byte.</summary>
    public static uint Remainder(uint remainder, byte next) => (remainder >> 8) ^ Remainders[(byte)(remainder ^ next)];

    private static uint RemainderOf(uint remainder)
    {
        for (var bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ (0xEDB88320 & (0 - (remainder & 1)));
        return remainder;
    }

    private static bool IsSoundRecord(ZipArchiveEntry record)
    {
        try
        {
            return RecordRules.IsSound(ArchiveRules.ReadText(record.Open()));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsText(ZipArchiveEntry entry)
    {
        try
        {
            ArchiveRules.ReadText(entry.Open());
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
