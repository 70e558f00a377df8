using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>A wheel's RECORD: each file with its digest and size, as CSV (PEP 376, PEP 427).</summary>
internal static class RecordFile
{
    /// <summary>The lines by path, or null where it is not CSV in UTF-8.</summary>
    public static IReadOnlyDictionary<string, RecordLine>? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (ZipFormat.Text(bytes) is not { } text) return null;
        var lines = new Dictionary<string, RecordLine>(StringComparer.Ordinal);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = SplitFields(line);
            var path = fields[0].Replace('\\', '/');
            lines[path] = new RecordLine(path, fields.ElementAtOrDefault(1) ?? "", fields.ElementAtOrDefault(2) ?? "");
        }

        return lines;
    }

    /// <summary>The fields of a line of CSV (RFC 4180).</summary>
    private static List<string> SplitFields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var position = 0; position < line.Length; position++)
        {
            var character = line[position];
            if (quoted && character == '"' && position + 1 < line.Length && line[position + 1] == '"') field.Append(line[++position]);
            else if (character == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (character == ',' && !quoted) Finish();
            else field.Append(character);
        }

        Finish();
        return fields;

        void Finish()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}

/// <summary>One line of RECORD.</summary>
internal sealed class RecordLine
{
    private const int BufferSize = 64 * 1024;

    public RecordLine(string path, string digest, string size)
    {
        Path = path;
        Size = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        if (digest.Length == 0) return;
        var equals = digest.IndexOf('=', StringComparison.Ordinal);
        Digest = digest[(equals + 1)..].TrimEnd('=');
        // PEP 427 takes sha256 or better.
        Algorithm = equals < 0 ? null : digest[..equals] switch
        {
            "sha256" => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
    }

    /// <summary>The file in the wheel.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes, where the line says it.</summary>
    public long? Size { get; }

    /// <summary>Its digest in URL-safe Base64 without padding, where the line says it.</summary>
    public string? Digest { get; }

    /// <summary>The digest's algorithm; null for one that RECORD may not use.</summary>
    public HashAlgorithmName? Algorithm { get; }

    /// <summary>Whether <paramref name="content"/> has the digest; it is read to its end.</summary>
    public bool Matches(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm ?? HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToBase64String(hash.GetHashAndReset()).TrimEnd('=').Replace('+', '-').Replace('/', '_') == Digest;
    }
}
