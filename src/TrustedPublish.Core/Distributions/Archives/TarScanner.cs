using System.Text;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// Reads a tar archive member by member (POSIX.1-2001 pax and ustar, GNU tar, and the format before them), as Python's
/// tarfile reads it. The framework's reader allocates what a header says of itself; this one takes names and attributes up
/// to a bound and skips the rest.
/// </summary>
internal sealed class TarScanner(Stream stream)
{
    private const int Block = 512;

    /// <summary>The longest name or set of attributes that is read, in bytes.</summary>
    private const int LongestText = 1024 * 1024;

    /// <summary>The most extension headers before one member. Archives have up to three; Python gives up at some hundreds.</summary>
    private const int MostExtensions = 100;

    private readonly byte[] _header = new byte[Block];
    private readonly byte[] _skipped = new byte[32 * 1024];
    private byte[] _text = new byte[Block];
    private TarAttributes _global;
    private long _data;
    private long _padding;

    /// <summary>The member's path as the archive spells it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is.</summary>
    public SdistMemberKind Kind { get; private set; }

    /// <summary>The length of its content in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Whether the archive says where it ends, with a block of zeros.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Goes on to the next member; false at the end of the archive.</summary>
    /// <exception cref="InvalidDataException">A header is none.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut.</exception>
    public bool Next()
    {
        TarAttributes own = default;
        for (var extensions = 0; extensions <= MostExtensions; extensions++)
        {
            Skip(_data + _padding);
            (_data, _padding) = (0, 0);
            var read = stream.ReadAtLeast(_header, Block, throwOnEndOfStream: false);
            HasEnd = read == Block && !_header.AsSpan().ContainsAnyExcept((byte)0);
            if (read == 0 || HasEnd)
                return extensions == 0 ? false : throw new InvalidDataException("It ends behind a header that tells of a further file.");
            if (read < Block) throw new EndOfStreamException("It ends inside a header.");
            CheckSum();
            var type = (char)_header[156];
            var size = Number(124, 12);
            switch (type)
            {
                // Of several headers before a member the first wins, whatever their kinds: tarfile applies them from the
                // innermost to the outermost. An 'x' carries the global attributes of its place with it.
                case 'x' or 'X':
                    own = own.Or(_global.Read(ReadText(size)));
                    continue;
                case 'g':
                    _global = _global.Read(ReadText(size));
                    continue;
                case 'L':
                    own = own.Or(new TarAttributes(UpToZero(ReadText(size)), Size: null, IsSparse: false));
                    continue;
                case 'K':
                    ReadText(size);
                    continue;
                default:
                    Describe(type, size, own.Or(_global));
                    return true;
            }
        }

        throw new InvalidDataException($"More than {MostExtensions} headers before one file are not read.");
    }

    /// <summary>The member's content, which must be no longer than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="InvalidDataException">It is longer.</exception>
    public byte[] ReadContent(int limit)
    {
        if (_data > limit) throw new InvalidDataException($"{Name} is longer than {limit} bytes.");
        var content = new byte[_data];
        stream.ReadExactly(content);
        _data = 0;
        return content;
    }

    private void Describe(char type, long size, TarAttributes attributes)
    {
        Name = attributes.Path ?? HeaderName(type);
        size = attributes.Size ?? size;
        Kind = type switch
        {
            _ when attributes.IsSparse => SdistMemberKind.Sparse,
            'S' => SdistMemberKind.Sparse,
            // Before ustar a folder was a file whose name ends in a slash.
            '\0' when Name.EndsWith('/') => SdistMemberKind.Directory,
            '0' or '\0' or '7' => SdistMemberKind.File,
            '5' or 'D' => SdistMemberKind.Directory,
            '1' or '2' => SdistMemberKind.Link,
            _ => SdistMemberKind.Special,
        };
        if (type == 'S') SkipSparseMap();
        // Links, folders and devices have no content, whatever their size says.
        Size = type is '1' or '2' or '3' or '4' or '5' or '6' ? 0 : size;
        _data = Size;
        _padding = Padding(Size);
    }

    /// <summary>The header's own name, with ustar's prefix before it; Python looks for one whatever the format says it is.</summary>
    private string HeaderName(char type)
    {
        var name = UpToZero(_header.AsSpan(0, 100));
        var prefix = type == 'S' ? "" : UpToZero(_header.AsSpan(345, 155));
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    /// <summary>GNU tar's list of holes goes on in further blocks.</summary>
    private void SkipSparseMap()
    {
        const int IsExtended = 482, GoesOn = 504;
        var more = _header[IsExtended] != 0;
        var block = new byte[Block];
        while (more)
        {
            stream.ReadExactly(block);
            more = block[GoesOn] != 0;
        }
    }

    /// <summary>The text of an extension header with the zeros that fill its last block. The next call overwrites it.</summary>
    private ReadOnlySpan<byte> ReadText(long size)
    {
        if (size > LongestText) throw new InvalidDataException($"A name in it is longer than {LongestText} bytes.");
        var length = (int)(size + Padding(size));
        if (_text.Length < length) _text = new byte[length];
        stream.ReadExactly(_text, 0, length);
        return _text.AsSpan(0, length);
    }

    private static long Padding(long size) => (Block - (size % Block)) % Block;

    private void Skip(long count)
    {
        while (count > 0)
        {
            var read = stream.Read(_skipped.AsSpan(0, (int)Math.Min(count, _skipped.Length)));
            if (read == 0) throw new EndOfStreamException();
            count -= read;
        }
    }

    private void CheckSum()
    {
        const int Start = 148, Length = 8;
        var written = Number(Start, Length);
        long unsigned = Length * ' ', signed = Length * ' ';
        for (var position = 0; position < Block; position++)
        {
            if (position is >= Start and < Start + Length) continue;
            unsigned += _header[position];
            // Some old programs added signed characters.
            signed += (sbyte)_header[position];
        }

        if (written != unsigned && written != signed) throw new InvalidDataException("A tar header has a wrong check sum.");
    }

    /// <summary>A number in octal digits, or, with the highest bit set, in binary (GNU tar).</summary>
    private long Number(int offset, int length)
    {
        var field = _header.AsSpan(offset, length);
        if ((field[0] & 0x80) != 0)
        {
            long large = field[0] & 0x7f;
            foreach (var part in field[1..])
            {
                if (large > long.MaxValue >> 8) throw new InvalidDataException("A size in a tar header is impossible.");
                large = (large << 8) | part;
            }

            return large;
        }

        long value = 0;
        foreach (var digit in UpToZero(field).Trim())
        {
            if (digit is < '0' or > '7') throw new InvalidDataException("A number in a tar header is not one.");
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static string UpToZero(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
