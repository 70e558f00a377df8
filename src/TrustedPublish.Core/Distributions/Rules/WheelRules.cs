using TrustedPublish.Core.Distributions.Archives;

namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>What must be in a wheel beside its metadata (PEP 427; warehouse utils/wheel.py).</summary>
internal static class WheelRules
{
    private const string Source = "PEP 427; warehouse utils/wheel.py";
    private const string Rebuild = "Build it again, and don't change files in a wheel afterwards; 'wheel unpack' and 'wheel pack' renew RECORD.";

    // What is listed of a long list; the rest is counted.
    private const int Examples = 3;

    private static readonly Rule WheelFile = new("WheelFile", Severity.Error, "Build it with a build backend (python -m build).", "PEP 427; warehouse forklift/legacy.py");
    private static readonly Rule RecordMissing = new("RecordMissing", Severity.Error, "Build it with a build backend (python -m build).", Source);
    private static readonly Rule RecordUnreadable = new("RecordUnreadable", Severity.Error, Rebuild, Source);
    private static readonly Rule RecordIncomplete = new("RecordIncomplete", Severity.Warning, Rebuild + " PyPI takes such a wheel today, mails its owners, and has announced to refuse it.", Source);
    private static readonly Rule RecordDigest = new("RecordDigest", Severity.Warning, Rebuild, "PEP 376; PEP 427");
    private static readonly Rule EntryPoints = new("EntryPoints", Severity.Error, "Correct [project.scripts] and [project.entry-points] in pyproject.toml and build again.", "PyPA entry points specification; warehouse utils/wheel.py");
    private static readonly Rule WheelPath = new("WheelPath", Severity.Warning, "Remove what lies outside the wheel; installers refuse to unpack it.", "PEP 427");
    private static readonly Rule WheelMember = new("WheelMember", Severity.Error, Rebuild, "PEP 427");

    /// <summary>Every rule of this file.</summary>
    public static IReadOnlyList<Rule> All { get; } = [WheelFile, RecordMissing, RecordUnreadable, RecordIncomplete, RecordDigest, EntryPoints, WheelPath, WheelMember];

    public static IEnumerable<Finding> Find(WheelArchive wheel)
    {
        if (wheel.Directory.Entries.FirstOrDefault(static entry => entry.Name.StartsWith('/') || entry.Name.Split('/').Contains("..")) is { } outside)
            yield return WheelPath.Broken($"{outside.Name} would be unpacked outside the folder that it is installed to.");

        var (isThere, broken) = Try(wheel, "WHEEL");
        if (broken is not null) yield return broken;
        else if (isThere is null) yield return WheelFile.Broken($"There is no {wheel.DistInfo}/WHEEL in it.");

        var (entryPoints, brokenEntryPoints) = Try(wheel, "entry_points.txt");
        if (brokenEntryPoints is not null) yield return brokenEntryPoints;
        else if (entryPoints is not null && EntryPointsFile.FindFault(entryPoints) is { } fault) yield return EntryPoints.Broken($"entry_points.txt can't be read: {fault}.");

        var (record, brokenRecord) = Try(wheel, "RECORD");
        if (brokenRecord is not null)
        {
            yield return brokenRecord;
        }
        else if (record is null)
        {
            yield return RecordMissing.Broken($"There is no {wheel.DistInfo}/RECORD in it.");
        }
        else
        {
            foreach (var finding in FindInRecord(wheel, RecordFile.Read(record))) yield return finding;
        }
    }

    private static IEnumerable<Finding> FindInRecord(WheelArchive wheel, RecordFile record)
    {
        if (record.Fault is { } fault)
        {
            yield return RecordUnreadable.Broken($"RECORD can't be read: {fault}.");
            yield break;
        }

        var lines = record.Lines;
        // Signatures of RECORD itself can't stand in it.
        var exempt = new[] { $"{wheel.DistInfo}/RECORD.jws", $"{wheel.DistInfo}/RECORD.p7s" };
        var files = wheel.Directory.Entries.Where(entry => !entry.IsDirectory && !exempt.Contains(entry.Name, StringComparer.Ordinal)).ToList();
        var unlisted = files.Where(entry => !lines.ContainsKey(entry.Name)).Select(static entry => entry.Name).ToList();
        if (unlisted.Count > 0) yield return RecordIncomplete.Broken($"RECORD does not list {Enumerate(unlisted)}.");
        var names = files.Select(static entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var gone = lines.Keys.Where(name => !names.Contains(name)).ToList();
        if (gone.Count > 0) yield return RecordIncomplete.Broken($"RECORD lists what is not in the wheel: {Enumerate(gone)}.");

        // Where the records disagree it is open which bytes are a file's content.
        if (wheel.Problem is not null) yield break;
        var altered = new List<string>();
        foreach (var entry in wheel.Directory.Entries.Where(static entry => !entry.IsDirectory && entry.IsReadable))
        {
            var line = lines.GetValueOrDefault(entry.Name);
            var (isAsListed, finding) = Compare(wheel, entry, line);
            if (finding is not null) yield return finding;
            else if (!isAsListed) altered.Add(entry.Name);
        }

        if (altered.Count > 0) yield return RecordDigest.Broken($"RECORD has another digest or size for {Enumerate(altered)}.");
    }

    private static (bool IsAsListed, Finding? Finding) Compare(WheelArchive wheel, ZipEntry entry, RecordLine? line)
    {
        try
        {
            using var content = ZipContent.Open(wheel.File, entry);
            var sums = ContentSums.Compute(content, line?.Digest is null ? null : line.Algorithm, wheel.Cancellation);
            if (sums.Crc != entry.Crc) throw new InvalidDataException($"{entry.Name} has another CRC-32.");
            return (line is null || line.Agrees(sums, entry.Size), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return (false, WheelMember.Broken($"A file in it is damaged: {exception.Message}"));
        }
    }

    private static (byte[]? Bytes, Finding? Broken) Try(WheelArchive wheel, string name)
    {
        try
        {
            return (wheel.ReadDistInfo(name), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return (null, WheelMember.Broken($"A file in it is damaged: {exception.Message}"));
        }
    }

    private static string Enumerate(List<string> names) =>
        string.Join(", ", names.Take(Examples)) + (names.Count > Examples ? $" and {names.Count - Examples} more" : "");
}
