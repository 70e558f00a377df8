using System.Text;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// The form of METADATA and PKG-INFO: headers, folded over lines, an empty line, a body. It is e-mail's (RFC 822) as
/// Python's <c>email</c> reads it, in strict UTF-8.
/// </summary>
internal static class HeaderBlock
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Headers in order, and the body.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.MetadataInvalid"/> for bytes that are not UTF-8.</exception>
    public static (IReadOnlyList<KeyValuePair<string, string>> Headers, string Body) Read(ReadOnlyMemory<byte> bytes, string fileName)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException exception)
        {
            throw new PublishException(
                FailureKind.MetadataInvalid,
                $"The metadata of {fileName} is not UTF-8 (byte {exception.Index}).",
                "Save pyproject.toml and the README as UTF-8 and build again.",
                exception) { Target = fileName };
        }

        var headers = new List<KeyValuePair<string, string>>();
        var rest = text.AsSpan();
        string? name = null;
        var value = new List<string>();
        void Finish()
        {
            if (name is not null) headers.Add(new(name, Unfold(value)));
            name = null;
            value.Clear();
        }

        while (rest.Length > 0)
        {
            var line = NextLine(rest, out var after);
            if (line.Length == 0)
            {
                rest = after;
                break;
            }

            if (line[0] is ' ' or '\t' && name is not null)
            {
                value.Add(line.ToString());
            }
            else
            {
                var colon = line.IndexOf(':');
                // Like Python's reader: a line that is no header begins the body.
                if (colon <= 0 || line[..colon].ContainsAny(" \t")) break;
                Finish();
                name = line[..colon].ToString();
                value.Add(line[(colon + 1)..].Trim().ToString());
            }

            rest = after;
        }

        Finish();
        return (headers, rest.ToString());
    }

    /// <summary>
    /// Joins a folded value. Writers indent what follows the first line by eight spaces, or by seven and a bar (core
    /// metadata specification, "Description"); that indent is theirs, not the author's.
    /// </summary>
    private static string Unfold(List<string> lines)
    {
        if (lines.Count == 1) return lines[0];
        var folded = lines.GetRange(1, lines.Count - 1);
        foreach (var indent in (ReadOnlySpan<string>)["       |", "        "])
        {
            if (folded.TrueForAll(line => line.StartsWith(indent, StringComparison.Ordinal)))
                return string.Join('\n', folded.Select(line => line[indent.Length..]).Prepend(lines[0]));
        }

        return string.Join('\n', lines);
    }

    private static ReadOnlySpan<char> NextLine(ReadOnlySpan<char> text, out ReadOnlySpan<char> after)
    {
        var end = text.IndexOfAny('\r', '\n');
        if (end < 0)
        {
            after = default;
            return text;
        }

        var width = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
        after = text[(end + width)..];
        return text[..end];
    }
}
