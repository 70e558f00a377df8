using System.Globalization;
using System.Text;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// What extension headers say of a member. Of pax records only those are kept that change how the archive is read, so a
/// header costs no more memory than one path, however many records it has.
/// </summary>
/// <param name="Path">The member's path.</param>
/// <param name="Size">The length of its content in bytes.</param>
/// <param name="IsSparse">Whether a record says that it is a file with holes.</param>
internal readonly record struct TarAttributes(string? Path, long? Size, bool IsSparse)
{
    // The shortest record is "5 x=\n", the longest that is read has as many digits as Python takes.
    private const int ShortestRecord = 5;
    private const int LongestLength = 20;

    /// <summary>These, and of <paramref name="other"/> what these do not say.</summary>
    public TarAttributes Or(TarAttributes other) => new(Path ?? other.Path, Size ?? other.Size, IsSparse || other.IsSparse);

    /// <summary>
    /// Reads pax records over these: <c>LENGTH KEY=VALUE\n</c>, the length counting all of it, up to the first zero byte
    /// (Python's tarfile).
    /// </summary>
    /// <exception cref="InvalidDataException">A record is none.</exception>
    public TarAttributes Read(ReadOnlySpan<byte> records)
    {
        var read = this;
        while (!records.IsEmpty && records[0] != 0)
        {
            var space = records[..Math.Min(records.Length, LongestLength + 1)].IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < ShortestRecord || length <= space + 1 || length > records.Length || records[length - 1] != '\n')
                throw new InvalidDataException("A pax header in it is not one.");
            var record = records[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0) throw new InvalidDataException("A pax header in it is not one.");
            read = read.With(record[..equals], record[(equals + 1)..]);
            records = records[length..];
        }

        return read;
    }

    private TarAttributes With(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8)) return this with { Path = Encoding.UTF8.GetString(value) };
        if (key.StartsWith("GNU.sparse."u8)) return this with { IsSparse = true };
        if (!key.SequenceEqual("size"u8)) return this;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? this with { Size = size }
            : throw new InvalidDataException("A size in a pax header in it is not a number.");
    }
}
