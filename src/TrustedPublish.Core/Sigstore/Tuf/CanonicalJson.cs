using System.Text;
using System.Text.Json;

namespace TrustedPublish.Core.Sigstore.Tuf;

/// <summary>
/// The one form of a JSON value that TUF signs (OLPC canonical JSON; TUF specification, 4.2): names in the order of their
/// code points, no space between, of escapes only those of <c>"</c> and <c>\</c>, and no number but whole ones.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The value's bytes, UTF-8.</summary>
    /// <exception cref="FormatException">
    /// It has a number with a fraction, or one name twice: readers differ on which of the two counts, so that what was signed
    /// and what is read could differ.
    /// </exception>
    public static byte[] Encode(JsonElement value)
    {
        using var bytes = new MemoryStream();
        Write(value, bytes);
        return bytes.ToArray();
    }

    private static void Write(JsonElement value, MemoryStream bytes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, bytes);
                break;
            case JsonValueKind.Array:
                bytes.WriteByte((byte)'[');
                var isFirst = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!isFirst) bytes.WriteByte((byte)',');
                    isFirst = false;
                    Write(item, bytes);
                }

                bytes.WriteByte((byte)']');
                break;
            case JsonValueKind.String:
                WriteText(Encoding.UTF8.GetBytes(value.GetString()!), bytes);
                break;
            case JsonValueKind.Number:
                bytes.Write(Encoding.ASCII.GetBytes(WholeNumber(value.GetRawText())));
                break;
            default:
                bytes.Write(Encoding.ASCII.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void WriteObject(JsonElement value, MemoryStream bytes)
    {
        var properties = value.EnumerateObject().Select(static property => (Name: Encoding.UTF8.GetBytes(property.Name), property.Value)).ToList();
        // The order of UTF-8 is that of code points; that of .NET's strings is not.
        properties.Sort(static (one, other) => one.Name.AsSpan().SequenceCompareTo(other.Name));
        bytes.WriteByte((byte)'{');
        for (var index = 0; index < properties.Count; index++)
        {
            var (name, content) = properties[index];
            if (index > 0)
            {
                if (name.AsSpan().SequenceEqual(properties[index - 1].Name)) throw new FormatException($"it has '{Encoding.UTF8.GetString(name)}' twice");
                bytes.WriteByte((byte)',');
            }

            WriteText(name, bytes);
            bytes.WriteByte((byte)':');
            Write(content, bytes);
        }

        bytes.WriteByte((byte)'}');
    }

    private static void WriteText(ReadOnlySpan<byte> text, MemoryStream bytes)
    {
        bytes.WriteByte((byte)'"');
        foreach (var character in text)
        {
            if (character is (byte)'"' or (byte)'\\') bytes.WriteByte((byte)'\\');
            bytes.WriteByte(character);
        }

        bytes.WriteByte((byte)'"');
    }

    private static string WholeNumber(string number) =>
        number.AsSpan().ContainsAny('.', 'e', 'E') ? throw new FormatException("it has a number with a fraction or an exponent") : number == "-0" ? "0" : number;
}
