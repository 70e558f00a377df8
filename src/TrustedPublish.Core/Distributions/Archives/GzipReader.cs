using System.Buffers.Binary;
using System.IO.Compression;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// What a gzip file unpacks to, as Python's gzip reads it: members one behind the other with zeros between them, each with
/// its check sum and length (RFC 1952). The framework's reader ends at the first zero, takes a file without an end for a
/// whole one, and does not say where it stopped.
/// </summary>
internal sealed class GzipReader(Stream file) : ForwardStream
{
    private const int TrailerBytes = 8;

    /// <summary>The most members that are read. A file in one is the rule, in more than a few hundred none was ever seen.</summary>
    private const int MostMembers = 10_000;

    private readonly byte[] _discarded = new byte[32 * 1024];
    private PackedData? _packed;
    private DeflateStream? _member;
    private Crc32 _crc;
    private long _start;
    private long _length;
    private long _members;
    private long? _endOfBytes;
    private bool _isAtEnd;

    /// <summary>How many bytes stand behind the last member that are neither padding nor a member, once all is read.</summary>
    public long BytesBehind { get; private set; }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="EndOfStreamException">The file is cut.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_isAtEnd && !buffer.IsEmpty)
        {
            if (_member is null && !BeginMember()) break;
            var read = Inflate(_member!, _packed!, buffer);
            if (read > 0)
            {
                _crc.Add(buffer[..read]);
                _length += read;
                return read;
            }

            EndMember();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            _packed?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int Inflate(DeflateStream member, PackedData packed, Span<byte> buffer)
    {
        try
        {
            return member.Read(buffer);
        }
        catch (InvalidDataException)
        {
            // The framework's text speaks of an archive entry and of methods.
            throw packed.IsCut ? Cut() : new InvalidDataException("Its gzip data can't be unpacked.");
        }
    }

    private static EndOfStreamException Cut() => new("Its gzip data ends too early.");

    private bool BeginMember()
    {
        if (_members > 0) SkipZeros();
        if (file.Position == file.Length && _members > 0)
        {
            _isAtEnd = true;
            return false;
        }

        if (!HasMagic())
        {
            if (_members == 0) throw new InvalidDataException("It is no gzip file.");
            BytesBehind = file.Length - file.Position;
            _isAtEnd = true;
            return false;
        }

        if (++_members > MostMembers) throw new InvalidDataException($"More than {MostMembers} gzip files in one are not read.");
        SkipHeader();
        _start = file.Position;
        (_crc, _length) = (default, 0);
        _packed = new PackedData(file, (_endOfBytes ??= EndOfBytes()) - TrailerBytes - PackedData.LastBytes);
        _member = new DeflateStream(_packed, CompressionMode.Decompress);
        return true;
    }

    /// <summary>Looks for the two bytes that a gzip file begins with, and does not move on.</summary>
    private bool HasMagic()
    {
        var position = file.Position;
        var found = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = position;
        return found;
    }

    private void SkipHeader()
    {
        const byte Deflate = 8;
        const int HasHeaderSum = 2, HasExtra = 4, HasName = 8, HasComment = 16;
        Span<byte> header = stackalloc byte[10];
        TakeExactly(header);
        if (header[2] != Deflate) throw new InvalidDataException("Its gzip data is packed by another method than deflate.");
        var flags = header[3];
        if ((flags & HasExtra) != 0)
        {
            TakeExactly(header[..2]);
            file.Position += BinaryPrimitives.ReadUInt16LittleEndian(header);
        }

        if ((flags & HasName) != 0) SkipText();
        if ((flags & HasComment) != 0) SkipText();
        if ((flags & HasHeaderSum) != 0) file.Position += 2;
    }

    private void TakeExactly(Span<byte> bytes)
    {
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw Cut();
    }

    private void SkipText()
    {
        while (file.ReadByte() is var value && value != 0)
        {
            if (value < 0) throw Cut();
        }
    }

    private void EndMember()
    {
        if (!_packed!.IsExact) FindEnd();
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        if (_packed.IsCut) throw Cut();
        TakeExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _crc.Value) throw new InvalidDataException("The check sum (CRC-32) of its gzip data is wrong.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != unchecked((uint)_length)) throw new InvalidDataException("The length that its gzip data ends with is wrong.");
    }

    /// <summary>The inflater took a portion in whose middle the member ends: that portion once more, byte by byte.</summary>
    private void FindEnd()
    {
        file.Position = _start;
        var again = new PackedData(file, _packed!.LastPortion);
        using var member = new DeflateStream(again, CompressionMode.Decompress);
        while (Inflate(member, again, _discarded) > 0)
        {
        }
    }

    private void SkipZeros()
    {
        int value;
        while ((value = file.ReadByte()) == 0)
        {
        }

        if (value > 0) file.Position--;
    }

    /// <summary>Where the file's last byte ends that is not zero: no member ends behind it by more than its trailer.</summary>
    private long EndOfBytes()
    {
        var position = file.Position;
        var end = file.Length;
        while (end > position)
        {
            var part = _discarded.AsSpan(0, (int)Math.Min(_discarded.Length, end - position));
            file.Position = end - part.Length;
            file.ReadExactly(part);
            if (part.LastIndexOfAnyExcept((byte)0) is >= 0 and var last)
            {
                end = end - part.Length + last + 1;
                break;
            }

            end -= part.Length;
        }

        file.Position = position;
        return end;
    }

    /// <summary>Hands out the file in small portions, and from a place on byte by byte, so that it stands where the inflater ended.</summary>
    private sealed class PackedData(Stream file, long byteByByteFrom) : ForwardStream
    {
        /// <summary>How many bytes before the end of a member are handed out one by one, where that end is known.</summary>
        public const int LastBytes = 32;

        private const int Portion = 512;

        /// <summary>Where the last portion began.</summary>
        public long LastPortion { get; private set; }

        /// <summary>Whether the last portion was a byte.</summary>
        public bool IsExact { get; private set; }

        /// <summary>Whether the file ended first.</summary>
        public bool IsCut { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            LastPortion = file.Position;
            IsExact = LastPortion >= byteByByteFrom;
            var read = file.Read(buffer[..(int)(IsExact ? 1 : Math.Min(Math.Min(buffer.Length, Portion), byteByByteFrom - LastPortion))]);
            IsCut |= read == 0;
            return read;
        }
    }
}
