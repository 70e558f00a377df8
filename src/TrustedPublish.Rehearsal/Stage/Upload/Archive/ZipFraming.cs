using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>
/// The records of a ZIP file, read front to back: every local file, then the central directory over the same files, then
/// the end, and nothing else (warehouse utils/zipfiles.py).
/// </summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The reader holds nothing but a stream that is not its own.")]
internal sealed class ZipFraming
{
    private const uint Sentinel = uint.MaxValue;

    private readonly BinaryReader _reader;
    private readonly Dictionary<string, (long Packed, long Size, long Start)> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private (long Count, long Bytes, long Offset)? _large;
    private bool _locator;
    private long _directoryStart = -1;
    private long _directoryBytes;

    private ZipFraming(Stream file) => _reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);

    /// <summary>The first fault in the index's words, or null.</summary>
    public static string? FindFault(Stream file)
    {
        file.Position = 0;
        try
        {
            return new ZipFraming(file).Read();
        }
        catch (EndOfStreamException)
        {
            return "Malformed zip file";
        }
    }

    /// <summary>Whether a ZIP reader would find an archive at the end of the file.</summary>
    public static bool IsZip(Stream file)
    {
        // From behind, and with no regard to what stands before: that is how Python's zipfile looks.
        var tail = new byte[(int)Math.Min(file.Length, 22 + 65535)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > tail.Length) return false;
        var directory = file.Length - tail.Length + end - BitConverter.ToUInt32(tail, end + 12);
        if (directory < 0 || BitConverter.ToUInt32(tail, end + 12) < 46) return false;
        file.Position = directory;
        var signature = new byte[4];
        return file.Read(signature) == 4 && signature.AsSpan().SequenceEqual("PK\u0001\u0002"u8);
    }

    private string? Read()
    {
        while (true)
        {
            var fault = _reader.ReadUInt32() switch
            {
                0x04034b50 => ReadFile(),
                0x02014b50 => ReadDirectoryEntry(),
                0x06064b50 => ReadLargeEnd(),
                0x07064b50 => Skip(16, () => _locator = true),
                0x06054b50 => ReadEnd() ?? "",
                _ => "Unknown record signature",
            };
            if (fault is not null) return fault.Length == 0 ? null : fault;
        }
    }

    private string? ReadFile()
    {
        var start = _reader.BaseStream.Position - 4;
        Skip(2);
        var flags = _reader.ReadUInt16();
        var method = _reader.ReadUInt16();
        Skip(8);
        long packed = _reader.ReadUInt32(), size = _reader.ReadUInt32();
        var (nameLength, extraLength) = (_reader.ReadUInt16(), _reader.ReadUInt16());
        var rawName = Bytes(nameLength);
        var extra = Bytes(extraLength);
        if (Fault(rawName) is { } nameFault) return nameFault;
        if (ReadExtra(extra, method, ref packed, ref size) is { } extraFault) return extraFault;
        if ((flags & 8) != 0) return "ZIP contains a data descriptor";
        if (method is not (0 or 8)) return "File does not use a supported compression type";
        var name = Encoding.UTF8.GetString(rawName);
        // A reader that trusts the directory decodes an unmarked name in another way.
        if ((flags & 0x800) == 0 && !Ascii.IsValid(rawName)) return "Filename not in central directory";
        if (!_files.TryAdd(name, (packed, size, start))) return "Duplicate filename in local headers";
        if (packed > _reader.BaseStream.Length - _reader.BaseStream.Position) return "Malformed zip file";
        _reader.BaseStream.Position += packed;
        return null;
    }

    private static string? ReadExtra(ReadOnlySpan<byte> extra, ushort method, ref long packed, ref long size)
    {
        var seen = new HashSet<ushort>();
        while (!extra.IsEmpty)
        {
            if (extra.Length < 4) return "Malformed zip file";
            var (id, length) = (BitConverter.ToUInt16(extra), BitConverter.ToUInt16(extra[2..]));
            if (length + 4 > extra.Length) return "Malformed zip file";
            if (!seen.Add(id) && id is 0x0001 or 0x7075) return "Invalid duplicate extra in local file";
            var content = extra.Slice(4, length);
            if (id == 0x0001)
            {
                if (length is not (0 or 8 or 16 or 24 or 28)) return "Malformed zip file";
                if (length == 0 && (packed == Sentinel || size == Sentinel)) return "Malformed zip file";
                if (length == 8 && method != 0) return "Malformed zip file";
                if (length >= 8 && size == Sentinel) size = BitConverter.ToInt64(content);
                if (length == 8) packed = BitConverter.ToInt64(content);
                else if (length > 8) packed = BitConverter.ToInt64(content[8..]);
            }
            else if (id == 0x7075 && length > 5 && Fault(content[5..]) is { } fault)
            {
                return fault;
            }

            extra = extra[(length + 4)..];
        }

        return null;
    }

    private string? ReadDirectoryEntry()
    {
        if (_directoryStart < 0) _directoryStart = _reader.BaseStream.Position - 4;
        Skip(2);
        var needed = _reader.ReadByte();
        Skip(1);
        var flags = _reader.ReadUInt16();
        Skip(10);
        long packed = _reader.ReadUInt32(), size = _reader.ReadUInt32();
        var (nameLength, extraLength, commentLength) = (_reader.ReadUInt16(), _reader.ReadUInt16(), _reader.ReadUInt16());
        Skip(8);
        long offset = _reader.ReadUInt32();
        if (commentLength != 0) return "Comment in central directory";
        var rawName = Bytes(nameLength);
        var extra = Bytes(extraLength);
        if (Fault(rawName) is { } fault) return fault;
        // What Python's zipfile does not read: encryption, patches, strong encryption, and versions after 6.3.
        if ((flags & 0b0110_0001) != 0 || needed > 63) return "File uses a feature that is not supported";
        if (IsRenamed(rawName, extra)) return "Filename is another in its Unicode Path field";
        ReadDirectorySizes(extra, ref packed, ref size, ref offset);
        _directoryBytes += 46 + nameLength + extraLength;
        var name = Encoding.UTF8.GetString(rawName);
        if (!_listed.Add(name)) return "Duplicate filename in central directory";
        if (!_files.TryGetValue(name, out var local)) return "Missing filename in local headers";
        // zipfile compares the names when it reads a file there.
        if (local.Start != offset) return "File name in directory and header differ";
        return local.Packed != packed ? "Mis-matched data size" : local.Size != size ? "Mis-matched file size" : null;
    }

    /// <summary>Whether zipfile gives the file another name than its own: that of a Unicode Path field made for this name.</summary>
    private static bool IsRenamed(byte[] name, ReadOnlySpan<byte> extra)
    {
        for (; extra.Length >= 4; extra = extra[(BitConverter.ToUInt16(extra[2..]) + 4)..])
        {
            var length = BitConverter.ToUInt16(extra[2..]);
            if (length + 4 > extra.Length) return false;
            if (BitConverter.ToUInt16(extra) != 0x7075) continue;
            var field = extra.Slice(4, length);
            if (field.Length < 5) return true;
            if (field[0] != 1 || BitConverter.ToUInt32(field[1..]) != ~name.Aggregate(uint.MaxValue, WheelRules.Remainder) || field.Length == 5) continue;
            var other = field[5..];
            if (other.IndexOf((byte)0) is >= 0 and var zero) other = other[..zero];
            if (!other.SequenceEqual(name)) return true;
        }

        return false;
    }

    private static void ReadDirectorySizes(ReadOnlySpan<byte> extra, ref long packed, ref long size, ref long offset)
    {
        while (extra.Length >= 4)
        {
            var (id, length) = (BitConverter.ToUInt16(extra), BitConverter.ToUInt16(extra[2..]));
            if (length + 4 > extra.Length) return;
            var content = extra.Slice(4, length);
            if (id == 0x0001)
            {
                if (size == Sentinel && content.Length >= 8)
                {
                    size = BitConverter.ToInt64(content);
                    content = content[8..];
                }

                if (packed == Sentinel && content.Length >= 8)
                {
                    packed = BitConverter.ToInt64(content);
                    content = content[8..];
                }

                if (offset == Sentinel && content.Length >= 8) offset = BitConverter.ToInt64(content);
            }

            extra = extra[(length + 4)..];
        }
    }

    private string? ReadLargeEnd()
    {
        var own = _reader.ReadInt64();
        Skip(12);
        var (onDisk, count, bytes, offset) = (_reader.ReadInt64(), _reader.ReadInt64(), _reader.ReadInt64(), _reader.ReadInt64());
        if (onDisk != count) return "Malformed zip file";
        if (own != 44) return "ZIP64 extensible data not allowed";
        _large = (count, bytes, offset);
        return null;
    }

    private string? ReadEnd()
    {
        if (_large is not null && !_locator) return "Malformed zip file";
        var position = _reader.BaseStream.Position - 4;
        Skip(4);
        var (onDisk, total) = (_reader.ReadUInt16(), _reader.ReadUInt16());
        var (count, bytes, offset) = ((long)total, (long)_reader.ReadUInt32(), (long)_reader.ReadUInt32());
        if (onDisk != total) return "Malformed zip file";
        Skip(_reader.ReadUInt16());
        if (_large is { } large) (count, bytes, offset) = large;
        if (count != _listed.Count) return "Mismatched central directory records";
        if (offset != (_directoryStart < 0 ? position : _directoryStart)) return "Mismatched central directory offset";
        if (bytes != _directoryBytes) return "Mismatched central directory size";
        if (_files.Count != _listed.Count) return "Mis-matched local headers and central directory";
        return _reader.BaseStream.Position == _reader.BaseStream.Length ? null : "Trailing data";
    }

    private static string? Fault(ReadOnlySpan<byte> name)
    {
        foreach (var value in name)
        {
            if (value is < 0x20 or 0x7f) return "Invalid character in filename";
        }

        return System.Text.Unicode.Utf8.IsValid(name) ? null : "Filename not unicode";
    }

    private byte[] Bytes(int count) => _reader.ReadBytes(count) is { } bytes && bytes.Length == count ? bytes : throw new EndOfStreamException();

    private string? Skip(int count, Action? then = null)
    {
        Bytes(count);
        then?.Invoke();
        return null;
    }
}
