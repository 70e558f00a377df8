using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>What begins with two dots: targets, footnotes, substitutions, directives and comments; and anonymous targets.</summary>
internal sealed partial class BlockReader
{
    private bool TryExplicitMarkup()
    {
        if (!ExplicitMarker().IsMatch(lines[_at])) return false;
        var isFinished = true;
        while (ExplicitMarker().IsMatch(lines[_at])) isFinished = ReadExplicit(lines[_at]);
        CheckEnd(isFinished, "explicit markup (..)");
        return true;
    }

    private bool ReadExplicit(string line)
    {
        if (line[0] == '_')
        {
            document.AddAnonymousTarget();
            return Skip(lines.Indented(_at, Math.Min(3, line.Length), untilBlank: true));
        }

        if (Footnote().Match(line) is { Success: true } footnote) return ReadFootnote(footnote);
        if (Target().Match(line) is { Success: true } target) return ReadTarget(target);
        if (Substitution().Match(line) is { Success: true } substitution) return ReadSubstitution(substitution);
        if (Directive().Match(line) is { Success: true } directive) return ReadDirective(directive);
        // Two dots alone are a comment by themselves, and end what was indented before.
        if (line.Length > 2 || !lines.IsBlank(_at + 1)) return Skip(lines.Indented(_at, Math.Min(3, line.Length)));
        _at++;
        return true;
    }

    // Not seen, though it parts a transition from what is around it.
    private bool Skip(MarkupBlock block)
    {
        _at = block.End;
        _last = Element.Body;
        return block.IsFinished;
    }

    private bool ReadFootnote(Match match)
    {
        var label = match.Groups["label"].Value;
        if (label.StartsWith('#')) document.AddNumberedNote();
        if (label.TrimStart('#') is { Length: > 0 } name && name != "*") document.AddTarget(name, "", lines.NumberOf(_at));
        var block = lines.Indented(_at, match.Length);
        _at = block.End;
        Note(Element.Body);
        ReadInside(block.Lines);
        return block.IsFinished;
    }

    private bool ReadTarget(Match match)
    {
        var start = _at;
        var block = lines.Indented(_at, match.Length, untilBlank: true);
        var text = InlineReader.HideEscapes(string.Concat(Enumerable.Range(0, block.Lines.Count).Select(index => block.Lines[index].TrimStart(' ') is var part && index == 0 ? block.Lines[0] : " " + block.Lines[index].TrimStart(' '))));
        var name = TargetName().Match(text);
        if (!name.Success) throw Fault($"the target {MarkupFaultException.Quote(lines[start])} is not of the form '.. _name: address'", start);
        if (!name.Groups["name"].Success)
        {
            document.AddAnonymousTarget();
        }
        else
        {
            var address = text[name.Length..].Trim();
            if (Alias().Match(address) is { Success: true } alias) document.Refer(InlineReader.ShowEscapes(alias.Groups["name"].Value), lines.NumberOf(start));
            document.AddTarget(InlineReader.ShowEscapes(name.Groups["name"].Value), string.Concat(address.Where(static character => character != ' ')), lines.NumberOf(start));
        }

        return Skip(block);
    }

    private bool ReadSubstitution(Match match)
    {
        var start = _at;
        var block = lines.Indented(_at, match.Length);
        var text = InlineReader.HideEscapes(string.Join(' ', Enumerable.Range(0, block.Lines.Count).Select(index => block.Lines[index].Trim())).Trim());
        var name = SubstitutionName().Match(text);
        if (!name.Success) throw Fault($"the substitution {MarkupFaultException.Quote(lines[start])} is not of the form '.. |name| directive:: text'", start);
        var directive = EmbeddedDirective().Match(text[name.Length..]);
        if (!directive.Success) throw Fault($"the substitution '|{name.Groups["name"].Value}|' is not made by a directive", start);
        CheckDirective(directive.Groups["name"].Value, start);
        document.AddSubstitution(InlineReader.ShowEscapes(name.Groups["name"].Value));
        return Skip(block);
    }

    [GeneratedRegex(@"\A(?:\.\.|__)(?: +|\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExplicitMarker();

    [GeneratedRegex(@"\A\.\. +\[(?<label>[0-9]+|#(?:(?!_)\w(?:[-._+:]?(?!_)\w)*)?|\*|(?!_)\w(?:[-._+:]?(?!_)\w)*)\](?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Footnote();

    [GeneratedRegex(@"\A\.\. +_(?! |\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"\A(?:_|(?!_)(?<quote>`?)(?![ `])(?<name>.+?)(?<![\s\0])\k<quote>)(?<!(?<!\0):) ?:(?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TargetName();

    [GeneratedRegex(@"\A(?:(?<name>(?!_)\w(?:[-._+:]?(?!_)\w)*)|`(?![ ])(?<name>[^`]+)(?<![\s\0])`)_\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alias();

    [GeneratedRegex(@"\A\.\. +\|(?! |\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Substitution();

    [GeneratedRegex(@"\A(?! )(?<name>.+?)(?<![\s\0])\|(?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubstitutionName();

    [GeneratedRegex(@"\A(?<name>(?!_)\w(?:[-._+:]?(?!_)\w)*)::(?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmbeddedDirective();

    [GeneratedRegex(@"\A\.\. +(?<name>(?!_)\w(?:[-._+:]?(?!_)\w)*) ?::(?: +|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();
}
