using System.Text;

namespace TrustedPublish.Core.Tools;

/// <summary>One stream of a program, read to its end or to the limit, and handed on line by line meanwhile.</summary>
internal sealed class BoundedOutput(TextReader reader, int limit, Action<string>? onLine)
{
    private readonly StringBuilder _text = new();
    private int _lineStart;

    /// <summary>Whether the program wrote more than the limit; reading has stopped there.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>What was read so far. Complete once <see cref="ReadAsync"/> has ended.</summary>
    public string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    /// <summary>Reads on until the stream ends; true where the limit was exceeded.</summary>
    public async Task<bool> ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_text)
            {
                if (_text.Length + read > limit) return IsTooLong = true;
                _text.Append(buffer, 0, read);
            }

            if (onLine is not null) HandOn(isEnd: false);
        }

        if (onLine is not null) HandOn(isEnd: true);
        return false;
    }

    private void HandOn(bool isEnd)
    {
        var rest = _text.ToString(_lineStart, _text.Length - _lineStart);
        var lines = rest.Split('\n');
        // The last one may still grow.
        foreach (var line in isEnd && lines[^1].Length > 0 ? lines : lines[..^1]) onLine!(line.TrimEnd('\r'));
        _lineStart = _text.Length - lines[^1].Length;
    }
}
