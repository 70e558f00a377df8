using System.Globalization;
using System.Text;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>A token of a build script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name, a punctuation mark, the digits of a number, or the value of a string.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Column">The column it begins at, from 1.</param>
public sealed record StateToolToken(StateToolTokenKind Kind, string Text, int Line, int Column);

/// <summary>The kinds of tokens.</summary>
public enum StateToolTokenKind
{
    End,
    Name,
    Number,
    String,
    RawString,
    Mark,
}

/// <summary>Splits a build script as Go's text/scanner does, which the State Tool's grammar is built on (ActiveState/cli pkg/buildscript).</summary>
public sealed class StateToolLexer(string text)
{
    private int _place;
    private int _line = 1;
    private int _lineStart;

    /// <summary>All tokens; the last is <see cref="StateToolTokenKind.End"/>.</summary>
    /// <exception cref="StateToolException">A character that no token begins with, or a token that does not end.</exception>
    public IReadOnlyList<StateToolToken> ReadAll()
    {
        var tokens = new List<StateToolToken>();
        do tokens.Add(Next());
        while (tokens[^1].Kind != StateToolTokenKind.End);
        return tokens;
    }

    private StateToolToken Next()
    {
        SkipSpace();
        var (line, column) = (_line, _place - _lineStart + 1);
        if (_place == text.Length) return Token(StateToolTokenKind.End, "");
        var character = text[_place];
        if (char.IsLetter(character) || character == '_') return Token(StateToolTokenKind.Name, Take(static c => char.IsLetterOrDigit(c) || c == '_'));
        if (char.IsAsciiDigit(character)) return Token(StateToolTokenKind.Number, Take(static c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E'));
        if (character == '`') return Token(StateToolTokenKind.RawString, TakeRaw());
        if (character == '"') return Token(StateToolTokenKind.String, TakeString());
        _place++;
        return "=()[]{},".Contains(character, StringComparison.Ordinal) ? Token(StateToolTokenKind.Mark, character.ToString()) : throw Fault(line, column, $"unexpected token \"{character}\"");

        StateToolToken Token(StateToolTokenKind kind, string value) => new(kind, value, line, column);
    }

    /// <summary>An error at a place of the script.</summary>
    public static StateToolException Fault(int line, int column, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Could not parse build script: buildscript.as:{line}:{column}: {what}"));

    private void SkipSpace()
    {
        while (_place < text.Length)
        {
            var rest = text.AsSpan(_place);
            var length = rest[0] is ' ' or '\t' or '\r' or '\n' ? 1
                : rest.StartsWith("//") ? Math.Max(rest.IndexOf('\n'), 0) is > 0 and var end ? end : rest.Length
                : rest.StartsWith("/*") ? rest.IndexOf("*/") is > 0 and var close ? close + 2 : throw Fault(_line, _place - _lineStart + 1, "comment not terminated")
                : 0;
            if (length == 0) return;
            Advance(length);
        }
    }

    private void Advance(int count)
    {
        for (; count > 0; count--)
        {
            if (text[_place++] != '\n') continue;
            _line++;
            _lineStart = _place;
        }
    }

    private string Take(Func<char, bool> belongs)
    {
        var start = _place;
        while (_place < text.Length && belongs(text[_place])) _place++;
        return text[start.._place];
    }

    private string TakeRaw()
    {
        var end = text.IndexOf('`', _place + 1);
        if (end < 0) throw Fault(_line, _place - _lineStart + 1, "literal not terminated");
        var value = text[(_place + 1)..end];
        Advance(end + 1 - _place);
        return value;
    }

    private string TakeString()
    {
        var (line, column) = (_line, _place - _lineStart + 1);
        var value = new StringBuilder();
        for (_place++; _place < text.Length && text[_place] != '\n'; _place++)
        {
            if (text[_place] == '"')
            {
                _place++;
                return value.ToString();
            }

            if (text[_place] != '\\')
            {
                value.Append(text[_place]);
                continue;
            }

            if (++_place == text.Length) break;
            value.Append(Unescape(line, column));
        }

        throw Fault(line, column, "literal not terminated");
    }

    // strconv.Unquote
    private string Unescape(int line, int column)
    {
        switch (text[_place])
        {
            case 'n': return "\n";
            case 't': return "\t";
            case 'r': return "\r";
            case '\\' or '"': return text[_place].ToString();
            case 'u' when _place + 4 < text.Length && ushort.TryParse(text.AsSpan(_place + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _place += 4;
                return ((char)code).ToString();
            default: throw Fault(line, column, "invalid quoted string: invalid syntax");
        }
    }
}
