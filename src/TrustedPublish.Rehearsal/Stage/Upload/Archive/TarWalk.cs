using System.Globalization;
using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>
/// Reads a tar archive as Python's tarfile does: an extension header reads the header behind it first, however that is
/// described, and then lays what it says itself over it.
/// </summary>
internal sealed class TarWalk(Stream stream)
{
    private const int Block = 512;
    private const int LongestExtension = 1 << 20;
    private const int DeepestExtension = 100;

    private readonly Dictionary<string, string> _globals = new(StringComparer.Ordinal);
    private long _unread;

    /// <summary>The next member, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public TarMember? Next()
    {
        Discard(_unread);
        _unread = 0;
        var member = Header(0);
        if (member is not null) _unread = Rounded(member.Size);
        return member;
    }

    /// <summary>The content of the member that was read last.</summary>
    public byte[] Content(TarMember member)
    {
        var bytes = Take(member.Size);
        _unread -= member.Size;
        return bytes;
    }

    private TarMember? Header(int depth)
    {
        if (depth > DeepestExtension) throw new InvalidDataException("Too many extension headers");
        var block = new byte[Block];
        var read = stream.ReadAtLeast(block, Block, throwOnEndOfStream: false);
        if (read == 0 || (read == Block && block.All(static value => value == 0))) return depth == 0 ? null : throw new InvalidDataException("end of file header");
        if (read < Block) throw new InvalidDataException("truncated header");
        var sum = block.Where(static (_, at) => at is < 148 or > 155).Sum(static value => (long)value) + (8 * ' ');
        var signed = block.Where(static (_, at) => at is < 148 or > 155).Sum(static value => (long)(sbyte)value) + (8 * ' ');
        if (Octal(block.AsSpan(148, 8)) is var written && written != sum && written != signed) throw new InvalidDataException("bad checksum");
        var (type, size) = ((char)block[156], Octal(block.AsSpan(124, 12)));
        return type switch
        {
            'x' or 'X' or 'g' => Extended(type, size, depth),
            'L' or 'K' => Long(type, size, depth),
            _ => Plain(block, type, size),
        };
    }

    private TarMember Plain(ReadOnlySpan<byte> block, char type, long size)
    {
        var prefix = type == 'S' ? "" : CString(block.Slice(345, 155));
        var member = new TarMember { Name = (prefix.Length > 0 ? $"{prefix}/" : "") + CString(block[..100]).TrimEnd('/'), Type = type, Size = size, IsSparse = type == 'S' };
        if (type == 'S' && block[482] != 0) throw new InvalidDataException("tar archive not accepted: Sparse members are not allowed. See https://docs.pypi.org/archives for more information");
        Lay(_globals, member);
        // Links, folders and devices bring no content.
        if (type is >= '1' and <= '6') member.Size = 0;
        return member;
    }

    private TarMember Extended(char type, long size, int depth)
    {
        var text = Text(size);
        var records = type == 'g' ? _globals : new Dictionary<string, string>(_globals, StringComparer.Ordinal);
        for (var at = 0; at < text.Length && text[at] != 0;)
        {
            var blank = Array.IndexOf(text, (byte)' ', at);
            if (blank < 0 || !int.TryParse(text.AsSpan(at, blank - at), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 5 || length > text.Length - at || text[at + length - 1] != '\n')
                throw new InvalidDataException("invalid header");
            var pair = Encoding.UTF8.GetString(text, blank + 1, Math.Max(0, at + length - 2 - blank)).Split('=', 2);
            if (pair.Length < 2 || pair[0].Length == 0) throw new InvalidDataException("invalid header");
            if (pair[0] is "path" or "size" || pair[0].StartsWith("GNU.sparse.", StringComparison.Ordinal)) records[pair[0]] = pair[1];
            at += length;
        }

        var next = Header(depth + 1)!;
        if (type != 'g') Lay(records, next);
        return next;
    }

    private TarMember Long(char type, long size, int depth)
    {
        var text = CString(Text(size));
        var next = Header(depth + 1)!;
        if (type == 'L') next.Name = text.TrimEnd('/');
        return next;
    }

    private static void Lay(Dictionary<string, string> records, TarMember member)
    {
        if (records.TryGetValue("path", out var path)) member.Name = path.TrimEnd('/');
        if (records.TryGetValue("size", out var size) && member.Type is not (>= '1' and <= '6'))
            member.Size = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : throw new InvalidDataException("invalid header");
        member.IsSparse |= records.Keys.Any(static key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal));
    }

    private static string CString(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);

    private static long Octal(ReadOnlySpan<byte> field)
    {
        if (field[0] is 0x80)
        {
            long value = 0;
            foreach (var part in field[1..]) value = value <= long.MaxValue >> 8 ? (value << 8) | part : throw new InvalidDataException("invalid header");
            return value;
        }

        var digits = CString(field).Trim();
        if (digits.Any(static digit => digit is < '0' or > '7')) throw new InvalidDataException("invalid header");
        return digits.Length == 0 ? 0 : Convert.ToInt64(digits, 8);
    }

    private byte[] Text(long size) => size <= LongestExtension ? Take(Rounded(size)) : throw new InvalidDataException("Too long an extension header");

    private byte[] Take(long count)
    {
        const long Longest = 16 * 1024 * 1024;
        if (count > Longest) throw new InvalidDataException("A file in it is too long.");
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Discard(long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
            if (read == 0) throw new InvalidDataException("unexpected end of data");
            count -= read;
        }
    }

    private static long Rounded(long size) => size + ((Block - (size % Block)) % Block);
}
