using System.Globalization;
using System.Text;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// Reads a tar archive member by member (POSIX.1-2001 pax and ustar, GNU tar, and the format before them). The framework's
/// reader allocates what a header says of itself; this one takes names and attributes up to a bound and skips the rest.
/// </summary>
internal sealed class TarScanner(Stream stream)
{
    private const int Block = 512;

    /// <summary>The longest name or set of attributes that is read, in bytes.</summary>
    private const int LongestText = 1024 * 1024;

    private readonly byte[] _header = new byte[Block];
    private readonly byte[] _skipped = new byte[32 * 1024];
    private readonly Dictionary<string, string> _global = new(StringComparer.Ordinal);
    private long _data;
    private long _padding;

    /// <summary>The member's path as the archive spells it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is.</summary>
    public SdistMemberKind Kind { get; private set; }

    /// <summary>The length of its content in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Goes on to the next member; false at the end of the archive.</summary>
    /// <exception cref="InvalidDataException">A header is none.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut.</exception>
    public bool Next()
    {
        Dictionary<string, string> attributes = new(_global, StringComparer.Ordinal);
        string? longName = null;
        while (true)
        {
            Skip(_data + _padding);
            (_data, _padding) = (0, 0);
            var read = stream.ReadAtLeast(_header, Block, throwOnEndOfStream: false);
            if (read == 0 || (read == Block && !_header.AsSpan().ContainsAnyExcept((byte)0))) return false;
            if (read < Block) throw new EndOfStreamException();
            CheckSum();
            var type = (char)_header[156];
            var size = Number(124, 12);
            switch (type)
            {
                case 'x':
                    ReadAttributes(size, attributes);
                    continue;
                case 'g':
                    ReadAttributes(size, _global);
                    ReadGlobalInto(attributes);
                    continue;
                case 'L':
                    longName = Encoding.UTF8.GetString(ReadText(size)).TrimEnd('\0');
                    continue;
                case 'K':
                    ReadText(size);
                    continue;
            }

            Describe(type, size, attributes, longName);
            return true;
        }
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

    private void Describe(char type, long size, Dictionary<string, string> attributes, string? longName)
    {
        var isOld = !_header.AsSpan(257, 5).SequenceEqual("ustar"u8);
        var isGnu = _header.AsSpan(257, 8).SequenceEqual("ustar  \0"u8);
        var prefix = isOld || isGnu ? "" : Text(345, 155);
        Name = attributes.GetValueOrDefault("path") ?? longName ?? (prefix.Length > 0 ? $"{prefix}/{Text(0, 100)}" : Text(0, 100));
        if (attributes.TryGetValue("size", out var written) && long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var large)) size = large;
        Kind = type switch
        {
            _ when attributes.Keys.Any(static key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal)) => SdistMemberKind.Sparse,
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
        _padding = (Block - (Size % Block)) % Block;
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

    private void ReadGlobalInto(Dictionary<string, string> attributes)
    {
        foreach (var (key, value) in _global) attributes[key] = value;
    }

    /// <summary>pax records: <c>LENGTH KEY=VALUE\n</c>, the length counting all of it.</summary>
    private void ReadAttributes(long size, Dictionary<string, string> attributes)
    {
        var rest = ReadText(size).AsSpan();
        while (!rest.IsEmpty)
        {
            var space = rest.IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= space + 1 || length > rest.Length)
                throw new InvalidDataException("A pax header is not one.");
            var record = rest[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0) attributes[Encoding.UTF8.GetString(record[..equals])] = Encoding.UTF8.GetString(record[(equals + 1)..]);
            rest = rest[length..];
        }
    }

    private byte[] ReadText(long size)
    {
        if (size > LongestText) throw new InvalidDataException($"A name in it is longer than {LongestText} bytes.");
        var text = new byte[size];
        stream.ReadExactly(text);
        Skip((Block - (size % Block)) % Block);
        return text;
    }

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
        foreach (var digit in Encoding.Latin1.GetString(field).Trim('\0', ' '))
        {
            if (digit is < '0' or > '7') throw new InvalidDataException("A number in a tar header is not one.");
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private string Text(int offset, int length)
    {
        var field = _header.AsSpan(offset, length);
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
