namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>The pieces that a dependency is made of (PEP 508, "Grammar"), taken off the front of a text one by one.</summary>
internal sealed class RequirementReader(string text)
{
    private int _position;

    public bool IsAtEnd => _position == text.Length;

    public void SkipBlanks()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t') _position++;
    }

    public bool Take(char expected)
    {
        if (IsAtEnd || text[_position] != expected) return false;
        _position++;
        return true;
    }

    /// <summary>
    /// The name at this place, or null: letters, digits and <c>. _ -</c>, with a letter or digit first and one of those or an
    /// underscore last (packaging's tokenizer, which ends it at a word's end).
    /// </summary>
    public string? Identifier()
    {
        var end = _position;
        while (end < text.Length && IsNameCharacter(text[end])) end++;
        while (end > _position && text[end - 1] is '.' or '-') end--;
        if (end == _position || !char.IsAsciiLetterOrDigit(text[_position])) return null;
        var name = text[_position..end];
        _position = end;
        return name;
    }

    /// <summary>Takes the word at this place where it is <paramref name="word"/>, whole.</summary>
    public bool TakeWord(string word)
    {
        var end = _position + word.Length;
        if (string.CompareOrdinal(text, _position, word, 0, word.Length) != 0) return false;
        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) return false;
        _position = end;
        return true;
    }

    /// <summary>Takes a symbol such as <c>&gt;=</c>.</summary>
    public bool TakeSymbol(string symbol)
    {
        if (string.CompareOrdinal(text, _position, symbol, 0, symbol.Length) != 0) return false;
        _position += symbol.Length;
        return true;
    }

    /// <summary>Takes a text in quotes, which ends at the next one; packaging then has Python read it, to whom a last backslash is half an escape.</summary>
    public bool TakeQuoted()
    {
        if (IsAtEnd || text[_position] is not ('\'' or '"')) return false;
        var end = text.IndexOf(text[_position], _position + 1);
        if (end < 0) throw Expected("the closing quote");
        if ((end - text.AsSpan(0, end).TrimEnd('\\').Length) % 2 == 1) throw Expected("a text in quotes that does not end in a backslash");
        _position = end + 1;
        return true;
    }

    public bool VersionSpecifier()
    {
        var length = Metadata.VersionSpecifier.Length(text, _position);
        _position += length;
        return length > 0;
    }

    public string UntilBlank()
    {
        var start = _position;
        while (_position < text.Length && text[_position] is not (' ' or '\t')) _position++;
        return text[start.._position];
    }

    /// <summary>The error of a text that has something else at this place.</summary>
    public FormatException Expected(string what) => new(
        IsAtEnd ? $"at its end {what} is expected" : $"{what} is expected at '{Shorten(text[_position..])}'");

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';

    private static string Shorten(string rest) => rest.Length <= 40 ? rest : rest[..40] + "…";
}
