using System.Diagnostics.CodeAnalysis;
using static TrustedPublish.Core.Distributions.Archives.ZipFormat;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>What is unsound about a ZIP archive's records.</summary>
internal enum ZipProblem
{
    /// <summary>Bytes before the first record, between records, or a record of an unknown kind.</summary>
    StrayBytes,

    /// <summary>Bytes after the end record.</summary>
    TrailingBytes,

    /// <summary>A member's sizes follow its data instead of preceding it, so a reader of the stream can't know its end.</summary>
    DataDescriptor,

    /// <summary>Two members have one name.</summary>
    DuplicateName,

    /// <summary>A member has a comment in the central directory.</summary>
    Comment,

    /// <summary>A name is not UTF-8, or has a control character.</summary>
    Name,

    /// <summary>Local headers and the central directory disagree.</summary>
    Disagreement,

    /// <summary>The ZIP64 records or fields are not as they must be.</summary>
    Zip64,
}

/// <summary>
/// Reads a ZIP archive from front to back, as a program without a central directory would, and finds where the two readings
/// differ: such a file can show one content to a scanner and another to an installer (warehouse utils/zipfiles.py).
/// </summary>
internal sealed class ZipLayout
{
    private readonly Stream _file;
    private readonly Dictionary<string, ZipEntry> _directory = new(StringComparer.Ordinal);
    private readonly HashSet<string> _twice = new(StringComparer.Ordinal);
    private readonly HashSet<string> _local = new(StringComparer.Ordinal);
    private readonly HashSet<string> _central = new(StringComparer.Ordinal);
    private readonly long _endOfRecords;
    private long _centralStart = -1;
    private long _centralBytes;
    private long _end64Position = -1;
    private bool _hasLocator;
    private (long Count, long Size, long Offset)? _end64;

    private ZipLayout(Stream file, ZipDirectory directory)
    {
        _file = file;
        _endOfRecords = directory.EndOfRecords;
        foreach (var entry in directory.Entries)
        {
            if (!_directory.TryAdd(entry.Name, entry)) _twice.Add(entry.Name);
        }
    }

    /// <summary>The first problem, with what it is about, or null for a sound archive.</summary>
    public static (ZipProblem Problem, string Detail)? Find(Stream file, ZipDirectory directory, CancellationToken cancellationToken)
    {
        try
        {
            new ZipLayout(file, directory).Walk(cancellationToken);
            return null;
        }
        catch (UnsoundException unsound)
        {
            return (unsound.Problem, unsound.Message);
        }
        catch (EndOfStreamException)
        {
            return (ZipProblem.Disagreement, "a record reaches beyond the end of the file");
        }
    }

    private void Walk(CancellationToken cancellationToken)
    {
        _file.Position = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (U32(Read(4), 0))
            {
                case LocalHeader:
                    ReadLocal();
                    break;
                case CentralHeader:
                    ReadCentral();
                    break;
                case End64:
                    ReadEnd64();
                    break;
                case End64Locator:
                    Read(End64LocatorBytes - 4);
                    _hasLocator = true;
                    break;
                case End:
                    ReadEnd();
                    return;
                default:
                    throw new UnsoundException(ZipProblem.StrayBytes, $"at byte {_file.Position - 4} there is no ZIP record");
            }
        }
    }

    private void ReadLocal()
    {
        var start = _file.Position - 4;
        var record = Read(LocalHeaderBytes - 4);
        var (flags, method) = (U16(record, 2), U16(record, 4));
        long packed = U32(record, 14), size = U32(record, 18);
        var name = ReadName(U16(record, 22));
        foreach (var (id, extra) in ReadExtras(U16(record, 24)))
        {
            if (id == Extra64) (packed, size) = Sizes64(extra.Span, method, packed, size);
            if (id == ExtraUnicodePath && extra.Length >= 5 && (HasControlCharacter(extra.Span[5..]) || Text(extra.Span[5..]) is null))
                throw new UnsoundException(ZipProblem.Name, $"{name} has another name that is not text");
        }

        if ((flags & DescriptorFlag) != 0) throw new UnsoundException(ZipProblem.DataDescriptor, name);
        if (!_directory.TryGetValue(name, out var entry)) throw new UnsoundException(ZipProblem.Disagreement, $"{name} is not in the central directory");
        if (!entry.IsNameSound) throw new UnsoundException(ZipProblem.Name, $"{name} is not marked as UTF-8");
        if (_twice.Contains(name)) throw new UnsoundException(ZipProblem.DuplicateName, name);
        if (entry.HeaderOffset != start) throw new UnsoundException(ZipProblem.Disagreement, $"{name} begins elsewhere than the central directory says");
        if (entry.PackedSize != packed || entry.Size != size) throw new UnsoundException(ZipProblem.Disagreement, $"{name} has other sizes in its header");
        if (!_local.Add(name)) throw new UnsoundException(ZipProblem.DuplicateName, name);
        if (packed > _file.Length - _file.Position) throw new EndOfStreamException();
        _file.Position += packed;
    }

    private void ReadCentral()
    {
        if (_centralStart < 0) _centralStart = _file.Position - 4;
        var record = Read(CentralHeaderBytes - 4);
        if (U16(record, 28) != 0) throw new UnsoundException(ZipProblem.Comment, "a member has a comment");
        int nameLength = U16(record, 24), extraLength = U16(record, 26);
        var name = ReadName(nameLength);
        Read(extraLength);
        _centralBytes += CentralHeaderBytes + nameLength + extraLength;
        if (!_central.Add(name)) throw new UnsoundException(ZipProblem.DuplicateName, name);
        if (!_local.Contains(name)) throw new UnsoundException(ZipProblem.Disagreement, $"{name} has no local header");
    }

    private void ReadEnd64()
    {
        _end64Position = _file.Position - 4;
        var record = Read(End64Bytes - 4);
        if (Long(record, 20) != Long(record, 28)) throw new UnsoundException(ZipProblem.Zip64, "the archive says that it is in several parts");
        if (Long(record, 0) != End64Bytes - 12) throw new UnsoundException(ZipProblem.Zip64, "the ZIP64 end record has data of its own");
        _end64 = (Long(record, 28), Long(record, 36), Long(record, 44));
    }

    private void ReadEnd()
    {
        // A ZIP64 end record counts only with its locator between it and the end.
        if (_end64Position >= 0 && !_hasLocator) throw new UnsoundException(ZipProblem.Zip64, "the ZIP64 end record has no locator");
        var position = _file.Position - 4;
        var record = Read(EndBytes - 4);
        if (U16(record, 4) != U16(record, 6)) throw new UnsoundException(ZipProblem.Disagreement, "the archive says that it is in several parts");
        var (count, size, offset) = _end64 ?? (U16(record, 6), U32(record, 8), U32(record, 12));
        if (_centralStart < 0) _centralStart = position;
        if (count != _central.Count || size != _centralBytes || offset != _centralStart)
            throw new UnsoundException(ZipProblem.Disagreement, "the end record does not describe the central directory");
        if (_central.Count != _local.Count) throw new UnsoundException(ZipProblem.Disagreement, "a member is not in the central directory");
        var end = position + EndBytes + U16(record, 16);
        if (end != _file.Length || end != _endOfRecords)
            throw new UnsoundException(ZipProblem.TrailingBytes, $"{_file.Length - end} bytes follow the archive's end");
    }

    /// <summary>The sizes that a local ZIP64 field gives; its length says which it holds.</summary>
    private static (long Packed, long Size) Sizes64(ReadOnlySpan<byte> extra, ushort method, long packed, long size)
    {
        switch (extra.Length)
        {
            case 0 when packed != See64 && size != See64:
                return (packed, size);
            case 8 when method == ZipEntry.Stored:
                return (Long(extra, 0), size == See64 ? Long(extra, 0) : size);
            case 16 or 24 or 28:
                return (Long(extra, 8), size == See64 ? Long(extra, 0) : size);
            default:
                throw new UnsoundException(ZipProblem.Zip64, "a ZIP64 field has the wrong length");
        }
    }

    private string ReadName(int length)
    {
        var bytes = Read(length);
        if (HasControlCharacter(bytes)) throw new UnsoundException(ZipProblem.Name, "a name has a control character");
        return Text(bytes) ?? throw new UnsoundException(ZipProblem.Name, "a name is not UTF-8");
    }

    private List<(ushort Id, ReadOnlyMemory<byte> Content)> ReadExtras(int length)
    {
        var found = new List<(ushort, ReadOnlyMemory<byte>)>();
        ReadOnlyMemory<byte> rest = Read(length);
        while (rest.Length > 0)
        {
            if (rest.Length < 4 || U16(rest.Span, 2) + 4 > rest.Length) throw new UnsoundException(ZipProblem.Disagreement, "an extra field is longer than its record");
            var (id, size) = (U16(rest.Span, 0), U16(rest.Span, 2));
            if (id is Extra64 or ExtraUnicodePath && found.Exists(field => field.Item1 == id)) throw new UnsoundException(ZipProblem.Zip64, "an extra field stands there twice");
            found.Add((id, rest.Slice(4, size)));
            rest = rest[(size + 4)..];
        }

        return found;
    }

    private byte[] Read(int count)
    {
        var bytes = new byte[count];
        _file.ReadExactly(bytes);
        return bytes;
    }

    [SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It ends the walk and never leaves this class.")]
    private sealed class UnsoundException(ZipProblem problem, string detail) : Exception(detail)
    {
        public ZipProblem Problem { get; } = problem;
    }
}
