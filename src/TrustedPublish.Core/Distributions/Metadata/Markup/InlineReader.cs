using System.Globalization;
using System.Text;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>
/// The inline markup of one piece of text: starts that are never closed, roles that nobody knows, and the names that are
/// referred to (docutils.parsers.rst.states.Inliner).
/// </summary>
internal sealed class InlineReader(MarkupDocument document, string text, int firstLine)
{
    private const string Openers = "\"'(<[{";
    private const string Closers = "\"')>]}";
    private const string Delimiters = "\\-/:";
    private const string ClosingDelimiters = ".,;!?";

    // No reference is longer; to look on would take a hostile text too long.
    private const int LongestName = 256;

    private readonly string _text = HideEscapes(text);

    // Where the rest of the text begins, once something has been taken off it.
    private int _start;
    private int _at;

    // The end of the last name that was no reference.
    private int _nameEnd;

    private int _line = firstLine;
    private int _counted;

    /// <summary>Puts a NUL for each backslash, so that what is escaped is no markup.</summary>
    public static string HideEscapes(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var hidden = new StringBuilder(text);
        for (var index = 0; index < hidden.Length; index++)
        {
            if (hidden[index] == '\\') hidden[index++] = '\0';
        }

        return hidden.ToString();
    }

    /// <summary>The text that hidden escapes stand for; an escaped blank is none.</summary>
    public static string ShowEscapes(string text) => text.Replace("\0 ", "", StringComparison.Ordinal).Replace("\0\n", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);

    /// <exception cref="MarkupFaultException">The first fault.</exception>
    public void Read()
    {
        for (; _at < _text.Length; _at++)
        {
            if (!CanStart(_at) || !TryStart()) continue;
            _start = _at;
            _at--;
        }
    }

    // Each takes what begins at this place, if anything does, and steps behind it.
    private bool TryStart() => At("**", '\0') ? TakeSimple("**") : At("*", '*') ? TakeSimple("*") : At("``", '\0') ? TakeLiteral() : At("_`", '\0') ? TakeInlineTarget() : At("|", '|') ? TakeSubstitution()
        : _text[_at] == '[' ? TryFootnote() : At("`", '`') ? TakeInterpreted("", _at + 1) : _text[_at] == ':' ? TryRole() : TryReference();

    private bool At(string mark, char notBefore)
    {
        var end = _at + mark.Length;
        return string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0 && end < _text.Length && !char.IsWhiteSpace(_text[end]) && (notBefore == '\0' || _text[end] != notBefore);
    }

    private bool TakeSimple(string mark)
    {
        var begin = _at + mark.Length;
        if (IsQuoted(_at, begin)) return StepTo(begin);
        return StepTo(FindEnd(begin, mark, static _ => 0) ?? throw NotClosed(mark));
    }

    private bool TakeLiteral()
    {
        var begin = _at + 2;
        if (IsQuoted(_at, begin)) return StepTo(begin);
        for (var end = _text.IndexOf("``", begin, StringComparison.Ordinal); end >= 0; end = _text.IndexOf("``", end + 1, StringComparison.Ordinal))
        {
            if ((end > begin && char.IsWhiteSpace(_text[end - 1])) || !CanEnd(end + 2)) continue;
            if (end > begin) return StepTo(end + 2);
            break;
        }

        throw NotClosed("``");
    }

    private bool TakeInlineTarget()
    {
        var begin = _at + 2;
        if (IsQuoted(_at, begin)) return StepTo(begin);
        var end = FindEnd(begin, "`", static _ => 0) ?? throw NotClosed("_`");
        document.AddTarget(ShowEscapes(_text[begin..(end - 1)]), "", Line);
        return StepTo(end);
    }

    private bool TakeSubstitution()
    {
        var begin = _at + 1;
        if (IsQuoted(_at, begin)) return StepTo(begin);
        var end = FindEnd(begin, "|", Underscores) ?? throw NotClosed("|");
        document.Substitute(ShowEscapes(_text[begin..end].TrimEnd('_').TrimEnd('|')), Line);
        return StepTo(end);
    }

    private bool TryFootnote()
    {
        var close = _text.AsSpan(_at, Math.Min(LongestName, _text.Length - _at)).IndexOf(']');
        if (close < 2 || _at + close + 1 >= _text.Length || _text[_at + close + 1] != '_' || !CanEnd(_at + close + 2)) return false;
        var label = _text[(_at + 1)..(_at + close)];
        var name = label[0] == '#' ? label[1..] : label;
        if (label == "#") document.ReferToNumberedNote();
        else if (label != "*" && NameLength(name, 0) != name.Length) return false;
        else if (label != "*") document.Refer(name, Line);
        return StepTo(_at + close + 2);
    }

    private bool TryRole()
    {
        var length = NameLength(_text, _at + 1);
        var quote = _at + length + 2;
        if (length == 0 || quote >= _text.Length || _text[quote - 1] != ':' || _text[quote] != '`') return false;
        var role = _text.Substring(_at + 1, length);
        return quote + 1 < _text.Length && !char.IsWhiteSpace(_text[quote + 1]) && _text[quote + 1] != '`' && TakeInterpreted(role, quote + 1);
    }

    private bool TakeInterpreted(string role, int begin)
    {
        if (role.Length == 0 && IsQuoted(_at, begin)) return StepTo(begin);
        var end = FindEnd(begin, "`", RoleOrReference) ?? throw NotClosed("`");
        var close = _text.LastIndexOf('`', end - 1);
        var suffix = _text[(close + 1)..end];
        if (suffix.StartsWith(':'))
        {
            if (role.Length > 0) throw Fault("a text has a role before it and one behind it");
            role = suffix[1..suffix.LastIndexOf(':')];
        }

        if (suffix.EndsWith('_'))
        {
            if (role.Length > 0) throw Fault("a text has both a role and the underscore of a reference");
            ReferTo(_text[begin..close], isAnonymous: suffix.EndsWith("__", StringComparison.Ordinal));
        }
        else if (role.Length > 0)
        {
            if (!document.Roles.IsKnown(role)) throw Fault($"':{role}:' is no role of docutils; Sphinx's are unknown to PyPI");
            if (document.Roles.IsRaw(role)) throw Fault($"the role ':{role}:' is made of raw, which is switched off on PyPI");
        }

        return StepTo(end);
    }

    // `name`_, or `name <address>`_, which is a target too.
    private void ReferTo(string phrase, bool isAnonymous)
    {
        var open = phrase.EndsWith('>') ? phrase.LastIndexOf('<') : -1;
        while (open > 0 && phrase[open - 1] == '\0') open = phrase.LastIndexOf('<', open - 1);
        if (open < 0 || open + 2 > phrase.Length - 1 || char.IsWhiteSpace(phrase[open + 1]) || (open > 0 && phrase[open - 1] is not (' ' or '\n')))
        {
            if (isAnonymous) document.ReferAnonymously();
            else document.Refer(ShowEscapes(phrase), Line);
            return;
        }

        var address = phrase[(open + 1)..^1];
        var name = ShowEscapes(phrase[..open].Trim());
        if (address.EndsWith('_') && !address.EndsWith("\0_", StringComparison.Ordinal)) document.Refer(ShowEscapes(address[..^1]), Line);
        if (!isAnonymous) document.AddTarget(name.Length > 0 ? name : ShowEscapes(address), string.Concat(ShowEscapes(address).Where(static character => !char.IsWhiteSpace(character))), Line);
    }

    private bool TryReference()
    {
        // What begins within a name ends where it ends.
        if (_at < _nameEnd) return false;
        var length = NameLength(_text, _at);
        var end = _at + length;
        var underscores = length == 0 || length >= LongestName ? 0 : Underscores(end);
        if (underscores == 0)
        {
            _nameEnd = end;
            return false;
        }

        if (underscores == 2) document.ReferAnonymously();
        else document.Refer(_text[_at..end], Line);
        return StepTo(end + underscores);
    }

    /// <summary>Where the text behind the closing mark goes on; null where it is never closed.</summary>
    /// <param name="begin">Where the content begins.</param>
    /// <param name="mark">The closing mark.</param>
    /// <param name="tail">How many characters behind the mark belong to it.</param>
    private int? FindEnd(int begin, string mark, Func<int, int> tail)
    {
        for (var end = _text.IndexOf(mark, begin, StringComparison.Ordinal); end >= 0; end = _text.IndexOf(mark, end + 1, StringComparison.Ordinal))
        {
            var isEscaped = end > begin && (char.IsWhiteSpace(_text[end - 1]) || _text[end - 1] == '\0') && !(end - 1 > begin && _text[end - 2] == '\0' && mark == "`");
            if (isEscaped) continue;
            var after = end + mark.Length + tail(end + mark.Length);
            if (CanEnd(after)) return end > begin ? after : null;
            if (CanEnd(end + mark.Length)) return end > begin ? end + mark.Length : null;
        }

        return null;
    }

    private int RoleOrReference(int at)
    {
        var length = at < _text.Length && _text[at] == ':' ? NameLength(_text, at + 1) : 0;
        var role = length > 0 && at + length + 1 < _text.Length && _text[at + length + 1] == ':' ? length + 2 : 0;
        return role + Underscores(at + role);
    }

    private int Underscores(int at) => at >= _text.Length || _text[at] != '_' ? 0 : at + 1 < _text.Length && _text[at + 1] == '_' && CanEnd(at + 2) ? 2 : CanEnd(at + 1) ? 1 : 0;

    /// <summary>The length of the simple name there: words of letters and digits, with one of <c>-._+:</c> between two.</summary>
    private static int NameLength(string text, int start)
    {
        var end = start;
        var limit = Math.Min(text.Length, start + LongestName);
        while (end < limit && char.IsLetterOrDigit(text[end]))
        {
            while (end < limit && char.IsLetterOrDigit(text[end])) end++;
            if (end + 1 < limit && text[end] is '-' or '.' or '_' or '+' or ':' && char.IsLetterOrDigit(text[end + 1])) end++;
        }

        return end - start;
    }

    // Behind other punctuation than ASCII's docutils starts markup too; here nothing is said of it.
    private bool CanStart(int at) => at == _start || char.IsWhiteSpace(_text[at - 1]) || Openers.Contains(_text[at - 1], StringComparison.Ordinal) || Delimiters.Contains(_text[at - 1], StringComparison.Ordinal);

    private bool CanEnd(int at) => at >= _text.Length || _text[at] is '\0' || char.IsWhiteSpace(_text[at]) || Closers.Contains(_text[at], StringComparison.Ordinal) || Delimiters.Contains(_text[at], StringComparison.Ordinal)
        || ClosingDelimiters.Contains(_text[at], StringComparison.Ordinal) || (!char.IsAscii(_text[at]) && (char.IsPunctuation(_text[at]) || char.GetUnicodeCategory(_text[at]) is UnicodeCategory.Format));

    /// <summary>Whether a mark stands in quotes of its own, as in "*", and then is none.</summary>
    private bool IsQuoted(int mark, int end) => mark > _start && Openers.IndexOf(_text[mark - 1], StringComparison.Ordinal) is >= 0 and var pair && Closers[pair] == _text[end];

    private bool StepTo(int position)
    {
        _at = position;
        return true;
    }

    // Counted on from where it was last asked for.
    private int Line
    {
        get
        {
            var here = Math.Min(_at, _text.Length);
            _line += _text.AsSpan(_counted, here - _counted).Count('\n');
            _counted = here;
            return _line;
        }
    }

    private MarkupFaultException Fault(string what) => new(what, Line);

    private MarkupFaultException NotClosed(string mark)
    {
        var line = _text[_at..].Split('\n')[0];
        return Fault($"{mark} before {MarkupFaultException.Quote(ShowEscapes(line[Math.Min(mark.Length, line.Length)..]))} is not closed");
    }
}
