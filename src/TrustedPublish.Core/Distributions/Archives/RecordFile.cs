using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrustedPublish.Core.Distributions.Archives;

/// <summary>
/// A wheel's RECORD: each file with its digest and size, as CSV (PEP 376, PEP 427), read as Python's csv reads the lines that
/// str.splitlines makes of it (warehouse utils/wheel.py).
/// </summary>
internal sealed class RecordFile
{
    /// <summary>Python's csv.field_size_limit, in characters.</summary>
    private const int LongestField = 131_072;

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r", "\v", "\f", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029"];

    private readonly Dictionary<string, RecordLine> _lines = new(StringComparer.Ordinal);
    private readonly List<string> _fields = [];
    private readonly StringBuilder _field = new();
    private State _state;

    private RecordFile()
    {
    }

    private enum State
    {
        AtStart,
        InField,
        InQuotes,
        BehindQuote,
    }

    /// <summary>The lines by path.</summary>
    public IReadOnlyDictionary<string, RecordLine> Lines => _lines;

    /// <summary>Why it can't be read, in words that end a sentence; null where it can.</summary>
    public string? Fault { get; private set; }

    public static RecordFile Read(ReadOnlySpan<byte> bytes)
    {
        var file = new RecordFile();
        if (ZipFormat.Text(bytes) is { } text) file.ReadLines(text);
        else file.Fault = "it is not UTF-8";
        return file;
    }

    private void ReadLines(string text)
    {
        var lines = text.Split(LineEnds, StringSplitOptions.None);
        // What stands behind the last line's end is a line only where there is something.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        for (var number = 0; number < count; number++)
        {
            // Within quotes a field goes on on the next line.
            if (_state == State.AtStart && lines[number].Length == 0) Fault = $"line {number + 1} is blank";
            else if (!ReadLine(lines[number])) Fault = $"line {number + 1} has a field of more than {LongestField} characters";
            if (Fault is not null) return;
            if (_state != State.InQuotes) EndLine();
        }

        if (_state == State.InQuotes) EndLine();
    }

    /// <summary>False for a field that is too long.</summary>
    private bool ReadLine(string line)
    {
        foreach (var character in line)
        {
            switch (_state, character)
            {
                case (State.AtStart, '"'):
                    _state = State.InQuotes;
                    break;
                case (State.InQuotes, '"'):
                    _state = State.BehindQuote;
                    break;
                case (State.BehindQuote, '"'):
                    _field.Append(character);
                    _state = State.InQuotes;
                    break;
                case (not State.InQuotes, ','):
                    EndField();
                    break;
                default:
                    _field.Append(character);
                    if (_state != State.InQuotes) _state = State.InField;
                    break;
            }

            if (_field.Length > LongestField) return false;
        }

        return true;
    }

    private void EndField()
    {
        _fields.Add(_field.ToString());
        _field.Clear();
        _state = State.AtStart;
    }

    private void EndLine()
    {
        EndField();
        var path = _fields[0].Replace('\\', '/');
        _lines[path] = new RecordLine(path, _fields.ElementAtOrDefault(1) ?? "", _fields.ElementAtOrDefault(2) ?? "");
        _fields.Clear();
    }
}

/// <summary>One line of RECORD.</summary>
internal sealed class RecordLine
{
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

    /// <summary>Whether the line says what <paramref name="sums"/> and <paramref name="size"/> are, as far as it says anything.</summary>
    public bool Agrees(ContentSums sums, long size) => (Digest is null || Digest == sums.Digest) && (Size is null || Size == size);
}
