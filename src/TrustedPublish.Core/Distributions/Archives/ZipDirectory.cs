using System.Text;
using static TrustedPublish.Core.Distributions.Archives.ZipFormat;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// The central directory of a ZIP archive, read as Python's zipfile reads it: what an installer sees. The framework's
/// reader hides most of what an index looks at, so this reads the records itself; <see cref="ZipLayout"/> compares them
/// with the rest of the file.
/// </summary>
internal sealed class ZipDirectory
{
    private const int ReadAhead = 64 * 1024;

    private readonly Dictionary<string, ZipEntry> _byName = new(StringComparer.Ordinal);

    private ZipDirectory(IReadOnlyList<ZipEntry> entries, long start, long end)
    {
        Entries = entries;
        Start = start;
        EndOfRecords = end;
        foreach (var entry in entries) _byName[entry.Name] = entry;
    }

    /// <summary>The members in the directory's order.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>Where the directory begins, in bytes from the start of the file.</summary>
    public long Start { get; }

    /// <summary>Where the end record with its comment ends; the end of the file in a sound archive.</summary>
    public long EndOfRecords { get; }

    /// <summary>The member of that name, the last one where there are several, or null.</summary>
    public ZipEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a ZIP reader would take <paramref name="file"/> for an archive, whatever its name says.</summary>
    public static bool IsThere(Stream file)
    {
        try
        {
            // As Python's is_zipfile: an end record, and before it a directory whose first record is one, or none.
            var (start, end, _, _) = Locate(file);
            return end == start || U32(ReadAt(file, start, CentralHeaderBytes), 0) == CentralHeader;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    /// <summary>Reads the directory of <paramref name="file"/>.</summary>
    /// <exception cref="InvalidDataException">There is none, or its records are not what they must be.</exception>
    public static ZipDirectory Read(Stream file, CancellationToken cancellationToken)
    {
        var (start, directoryEnd, shift, endOfRecords) = Locate(file);
        if (directoryEnd - start > ArchiveLimits.DirectoryBytes) throw new InvalidDataException($"Its central directory is longer than {ArchiveLimits.DirectoryBytes / 1024 / 1024} MiB.");
        return new ZipDirectory(ReadEntries(file, start, directoryEnd, shift, cancellationToken), start, endOfRecords);
    }

    /// <summary>Where the directory begins and ends, by how much all offsets are shifted, and where the last record ends.</summary>
    private static (long Start, long End, long Shift, long EndOfRecords) Locate(Stream file)
    {
        var (end, comment) = FindEnd(file);
        var record = ReadAt(file, end, EndBytes);
        long size = U32(record, 12), offset = U32(record, 16);
        var directoryEnd = end;
        if (end >= End64LocatorBytes + End64Bytes && U32(ReadAt(file, end - End64LocatorBytes, 4), 0) == End64Locator)
        {
            var end64 = ReadAt(file, end - End64LocatorBytes - End64Bytes, End64Bytes);
            if (U32(end64, 0) == End64)
            {
                (size, offset) = (Long(end64, 40), Long(end64, 48));
                directoryEnd = end - End64LocatorBytes - End64Bytes;
            }
        }

        // What was put before the archive shifts all its offsets.
        var start = directoryEnd - size;
        var shift = start - offset;
        if (start < 0 || shift < 0) throw new InvalidDataException("The central directory is not where the end record says.");
        return (start, directoryEnd, shift, end + EndBytes + comment);
    }

    private static List<ZipEntry> ReadEntries(Stream file, long start, long end, long shift, CancellationToken cancellationToken)
    {
        var entries = new List<ZipEntry>();
        file.Position = start;
        // Not disposed: that would close the file.
        var buffered = new BufferedStream(file, ReadAhead);
        var position = start;
        var fixedPart = new byte[CentralHeaderBytes];
        while (position < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (end - position < CentralHeaderBytes) throw new InvalidDataException("The central directory ends inside a record.");
            buffered.ReadExactly(fixedPart);
            if (U32(fixedPart, 0) != CentralHeader) throw new InvalidDataException("A record of the central directory is not one.");
            if (entries.Count >= ArchiveLimits.Members) throw new InvalidDataException($"More than {ArchiveLimits.Members} files are not read.");
            int nameLength = U16(fixedPart, 28), extraLength = U16(fixedPart, 30), commentLength = U16(fixedPart, 32);
            position += CentralHeaderBytes + nameLength + extraLength + commentLength;
            if (position > end) throw new InvalidDataException("The central directory ends inside a record.");
            var variable = new byte[nameLength + extraLength + commentLength];
            buffered.ReadExactly(variable);
            entries.Add(ReadEntry(fixedPart, variable.AsSpan(0, nameLength), variable.AsSpan(nameLength, extraLength), shift));
        }

        return entries;
    }

    private static ZipEntry ReadEntry(ReadOnlySpan<byte> record, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long shift)
    {
        long packed = U32(record, 20), size = U32(record, 24), offset = U32(record, 42);
        string? otherName = null;
        var hasSizes = false;
        while (extra.Length >= 4)
        {
            var length = U16(extra, 2);
            if (length + 4 > extra.Length) throw new InvalidDataException("An extra field is longer than its record.");
            var content = extra.Slice(4, length);
            switch (U16(extra, 0))
            {
                // ZIP64: a 64-bit number for each 32-bit one that says so, in this order. Of two fields the first counts.
                case Extra64 when !hasSizes:
                    var next = 0;
                    size = Wide(record, 24, content, ref next);
                    packed = Wide(record, 20, content, ref next);
                    offset = Wide(record, 42, content, ref next);
                    hasSizes = true;
                    break;
                case ExtraUnicodePath:
                    otherName = OtherName(content, name) ?? otherName;
                    break;
            }

            extra = extra[(length + 4)..];
        }

        var flags = U16(record, 8);
        var text = Name(name);
        var sound = Text(name) is not null && ((flags & Utf8Flag) != 0 || Ascii.IsValid(name));
        return new ZipEntry(text, sound, flags, U16(record, 10), U32(record, 16), packed, size, offset + shift)
        {
            VersionNeeded = record[6],
            OtherName = otherName == text ? null : otherName,
        };
    }

    /// <summary>
    /// The name of a Unicode Path field (APPNOTE.TXT 4.6.9): its version, the CRC-32 of the name it replaces, and the name up
    /// to a zero. With another version or sum it counts for nothing.
    /// </summary>
    private static string? OtherName(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name)
    {
        const int NameStart = 5;
        if (field.Length < NameStart) throw new InvalidDataException("A Unicode Path field is too short.");
        if (field[0] != 1 || U32(field, 1) != Crc32.Compute(name) || field.Length == NameStart) return null;
        var text = Text(field[NameStart..]) ?? throw new InvalidDataException("A Unicode Path field is not UTF-8.");
        return text.Split('\0')[0];
    }

    private static long Wide(ReadOnlySpan<byte> record, int offset, ReadOnlySpan<byte> large, ref int next)
    {
        var value = U32(record, offset);
        if (value != See64) return value;
        if (large.Length - next < sizeof(long)) throw new InvalidDataException("A ZIP64 field is too short.");
        next += sizeof(long);
        return Long(large, next - sizeof(long));
    }

    /// <summary>Where the end record stands, and how long its comment says it is.</summary>
    private static (long Position, int Comment) FindEnd(Stream file)
    {
        var length = (int)Math.Min(file.Length, EndBytes + LongestComment);
        if (length < EndBytes) throw new InvalidDataException("It is too short for a ZIP archive.");
        var tail = ReadAt(file, file.Length - length, length);
        var position = U32(tail, length - EndBytes) == End && U16(tail, length - 2) == 0
            ? length - EndBytes
            // The last one counts, also where it is cut short: what stands behind it can't be one, and zipfile gives up there.
            : tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (position < 0 || position > length - EndBytes) throw new InvalidDataException("It is no ZIP archive, or its end is missing.");
        return (file.Length - length + position, U16(tail, position + 20));
    }

    private static byte[] ReadAt(Stream file, long position, int count)
    {
        var bytes = new byte[count];
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }
}
