using System.Text;

namespace TrustedPublish.Core.Distributions.Metadata;

/// <summary>
/// What Python's <c>email.utils.parseaddr</c> (strict, as of 3.14) takes out of Author-email: the one address, or nothing
/// where there are several or the text is none it can read. What it can't read the index does not look at.
/// </summary>
internal sealed class AddressField
{
    private const string Blanks = " \t\r\n";
    private const string EndsOfAtom = "()<>@,:.;\"[] \t\r\n";

    // Nobody nests groups; a hostile text would use up the stack.
    private const int DeepestNesting = 32;

    private readonly string _text;
    private int _position;

    private AddressField(string text) => _text = text;

    /// <summary>The address, without the name beside it; empty where Python finds none.</summary>
    public static string FindAddress(string text)
    {
        if (!HasBalancedComments(text)) return "";
        var field = new AddressField(text);
        string? only = null;
        while (!field.IsAtEnd)
        {
            foreach (var address in field.ReadOne(0))
            {
                if (only is not null) return "";
                // A bracket that is left over is a domain literal or a failed reading.
                only = address.Contains('[', StringComparison.Ordinal) ? "" : address;
            }
        }

        return only ?? "";
    }

    private bool IsAtEnd => _position >= _text.Length;

    private char Current => _text[_position];

    // Brackets in quoted names don't count.
    private static bool HasBalancedComments(string text)
    {
        var (depth, inQuotes) = (0, false);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\') index++;
            else if (text[index] == '"') inQuotes = !inQuotes && HasEnd(text, index);
            else if (inQuotes) continue;
            else if (text[index] == '(') depth++;
            else if (text[index] == ')' && --depth < 0) return false;
        }

        return depth == 0;
    }

    // A quote that is never closed is none.
    private static bool HasEnd(string text, int quote)
    {
        for (var index = quote + 1; index < text.Length; index++)
        {
            if (text[index] == '\\') index++;
            else if (text[index] == '"') return true;
        }

        return false;
    }

    // name <address> | address | name: address, address; — each with comments anywhere. An empty one counts as one.
    private List<string> ReadOne(int depth)
    {
        var found = new List<string>();
        SkipBlanks();
        var start = _position;
        var firstWord = ReadPhrase();
        SkipBlanks();
        if (IsAtEnd)
        {
            if (firstWord is not null) found.Add(firstWord);
        }
        else if (Current is '.' or '@')
        {
            _position = start;
            found.Add(ReadAddress());
        }
        else if (Current == ':')
        {
            _position++;
            while (!IsAtEnd)
            {
                SkipBlanks();
                if (!IsAtEnd && Current == ';')
                {
                    _position++;
                    break;
                }

                if (depth == DeepestNesting) _position = _text.Length;
                else found.AddRange(ReadOne(depth + 1));
            }
        }
        else if (Current == '<')
        {
            found.Add(ReadAngle());
        }
        else if (firstWord is not null)
        {
            found.Add(firstWord);
        }
        else
        {
            // A character that begins nothing.
            _position++;
        }

        SkipBlanks();
        if (!IsAtEnd && Current == ',') _position++;
        if (found.Count == 0 && depth == 0) found.Add("");
        return found;
    }

    /// <summary>Passes over the words of a name; the first of them, or null where there is none.</summary>
    private string? ReadPhrase()
    {
        string? first = null;
        while (!IsAtEnd)
        {
            if (Blanks.Contains(Current, StringComparison.Ordinal)) _position++;
            else if (Current == '"') KeepFirst(ReadQuoted('"'));
            else if (Current == '(') SkipComment();
            else if (Current != '.' && EndsOfAtom.Contains(Current, StringComparison.Ordinal)) break;
            else KeepFirst(ReadAtom(endsAtDot: false));
        }

        return first;

        void KeepFirst(string word) => first ??= word;
    }

    // <@route:address>: the route is of RFC 822, and passed over.
    private string ReadAngle()
    {
        _position++;
        SkipBlanks();
        var isRoute = false;
        while (!IsAtEnd)
        {
            if (isRoute)
            {
                ReadDomain();
                isRoute = false;
            }
            else if (Current == '>')
            {
                _position++;
                return "";
            }
            else if (Current == '@')
            {
                _position++;
                isRoute = true;
            }
            else if (Current == ':')
            {
                _position++;
            }
            else
            {
                var address = ReadAddress();
                _position++;
                return address;
            }

            SkipBlanks();
        }

        return "";
    }

    private string ReadAddress()
    {
        var local = new StringBuilder();
        var blanksBefore = 0;
        SkipBlanks();
        while (!IsAtEnd)
        {
            var keepsBlanks = true;
            if (Current == '.')
            {
                local.Length -= blanksBefore;
                local.Append('.');
                _position++;
                keepsBlanks = false;
            }
            else if (Current == '"')
            {
                local.Append('"').Append(ReadQuoted('"')).Append('"');
            }
            else if (EndsOfAtom.Contains(Current, StringComparison.Ordinal))
            {
                local.Length -= blanksBefore;
                break;
            }
            else
            {
                local.Append(ReadAtom(endsAtDot: true));
            }

            blanksBefore = SkipBlanks();
            if (!keepsBlanks) blanksBefore = 0;
            local.Append(' ', blanksBefore);
        }

        if (IsAtEnd || Current != '@') return local.ToString();
        _position++;
        SkipBlanks();
        var domain = ReadDomain();
        return domain.Length == 0 ? "" : $"{local}@{domain}";
    }

    private string ReadDomain()
    {
        var domain = new StringBuilder();
        while (!IsAtEnd)
        {
            if (Current is ' ' or '\t')
            {
                _position++;
            }
            else if (Current == '(')
            {
                SkipComment();
            }
            else if (Current == '[')
            {
                domain.Append('[').Append(ReadQuoted(']')).Append(']');
            }
            else if (Current == '.')
            {
                domain.Append('.');
                _position++;
            }
            else if (Current == '@')
            {
                return "";
            }
            else if (EndsOfAtom.Contains(Current, StringComparison.Ordinal))
            {
                break;
            }
            else
            {
                domain.Append(ReadAtom(endsAtDot: true));
            }
        }

        return domain.ToString();
    }

    private string ReadAtom(bool endsAtDot)
    {
        var start = _position;
        while (!IsAtEnd && ((!endsAtDot && Current == '.') || !EndsOfAtom.Contains(Current, StringComparison.Ordinal))) _position++;
        return _text[start.._position];
    }

    private string ReadQuoted(char end)
    {
        var content = new StringBuilder();
        for (_position++; !IsAtEnd; _position++)
        {
            if (Current == end || Current == '\r')
            {
                _position++;
                break;
            }

            if (Current == '\\' && ++_position >= _text.Length) break;
            content.Append(Current);
        }

        return content.ToString();
    }

    /// <summary>Passes over blanks and comments, and tells how many blanks there were.</summary>
    private int SkipBlanks()
    {
        var blanks = 0;
        while (!IsAtEnd)
        {
            if (Current == '(')
            {
                SkipComment();
            }
            else if (Blanks.Contains(Current, StringComparison.Ordinal))
            {
                if (Current is ' ' or '\t') blanks++;
                _position++;
            }
            else
            {
                break;
            }
        }

        return blanks;
    }

    private void SkipComment()
    {
        var depth = 0;
        for (; !IsAtEnd; _position++)
        {
            if (Current == '\\') _position++;
            else if (Current == '(') depth++;
            else if (Current is ')' or '\r' && --depth == 0) break;
        }

        _position = Math.Min(_position + 1, _text.Length);
    }
}
