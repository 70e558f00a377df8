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
        var position = 0;
        while (position < text.Length)
        {
            var line = NextLine(text, position, out var next);
            if (line.Length == 0)
            {
                position = next;
                break;
            }

            var colon = line.IndexOf(':');
            // Like Python's reader: a line that is no header begins the body.
            if (colon <= 0 || line[..colon].ContainsAny(" \t")) break;
            if (headers.Count == MetadataLimits.Headers) throw MetadataLimits.Exceeded(fileName, $"it has more than {MetadataLimits.Headers} fields");
            var folded = next;
            while (next < text.Length && text[next] is ' ' or '\t') NextLine(text, next, out next);
            headers.Add(new(line[..colon].ToString(), Unfold(line[(colon + 1)..].Trim(), text.AsSpan(folded, next - folded))));
            position = next;
        }

        return (headers, text[position..]);
    }

    /// <summary>
    /// Joins a folded value. Writers indent what follows the first line by eight spaces, or by seven and a bar (core
    /// metadata specification, "Description"); that indent is theirs, not the author's.
    /// </summary>
    private static string Unfold(ReadOnlySpan<char> first, ReadOnlySpan<char> folded)
    {
        if (folded.Length == 0) return first.ToString();
        var indent = HasIndent(folded, "       |") || HasIndent(folded, "        ") ? 8 : 0;
        var value = new StringBuilder(first.Length + folded.Length).Append(first);
        for (var position = 0; position < folded.Length;) value.Append('\n').Append(NextLine(folded, position, out position)[indent..]);
        return value.ToString();
    }

    private static bool HasIndent(ReadOnlySpan<char> folded, string indent)
    {
        for (var position = 0; position < folded.Length;)
        {
            if (!NextLine(folded, position, out position).StartsWith(indent)) return false;
        }

        return true;
    }

    /// <summary>The line at <paramref name="position"/>, and where the one after it begins.</summary>
    private static ReadOnlySpan<char> NextLine(ReadOnlySpan<char> text, int position, out int next)
    {
        var rest = text[position..];
        var end = rest.IndexOfAny('\r', '\n');
        if (end < 0)
        {
            next = text.Length;
            return rest;
        }

        next = position + end + (rest[end..].StartsWith("\r\n") ? 2 : 1);
        return rest[..end];
    }
}
