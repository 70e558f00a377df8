using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>Directives: whether docutils has them, and whether they are written as they must be.</summary>
internal sealed partial class BlockReader
{
    /// <summary>The form of a directive that PyPI's renderer takes.</summary>
    private DirectiveForm CheckDirective(string name, int index)
    {
        if (Directives.IsDisabled(name)) throw Fault($"the directive '{name}' is switched off on PyPI", index);
        return Directives.Find(name) ?? throw Fault($"'{name}' is no directive of docutils; Sphinx's are unknown to PyPI", index);
    }

    private bool ReadDirective(Match match)
    {
        var (name, start) = (match.Groups["name"].Value, _at);
        var form = CheckDirective(name, start);
        if (Directives.IsOfSubstitution(name)) throw Fault($"the directive '{name}' stands outside of a substitution", start);
        var block = lines.Indented(_at, match.Length);
        var body = block.Lines.From(block.Lines.IsBlank(0) ? 1 : 0);
        _at = block.End;
        if (Directives.IsHidden(name)) _last = Element.Body;
        else Note(Element.Body);

        var head = 0;
        if (form.TakesArguments || form.Options is not null)
        {
            while (!body.IsBlank(head)) head++;
        }

        var options = 0;
        while (options < head && !FieldMarker().IsMatch(body[options])) options++;
        CheckOptions(name, form, body, options, head);
        var arguments = form.TakesArguments ? body.Join(0, options) : "";
        if (form.Arguments > 0 && arguments.Trim().Length == 0) throw Fault($"the directive '{name}' lacks what belongs behind '::'", start);

        // Where no arguments are taken, what stands there is content.
        var isContentFirst = !form.TakesArguments && options > 0;
        var content = (!isContentFirst ? body.From(head) : options == head ? body : body.Slice(0, options)).Trim();
        if (isContentFirst && options < head) document.HasUnread = true;
        if (form.MustHaveContent && content.Count == 0) throw Fault($"the directive '{name}' has no content", start);
        if (form.Content == DirectiveContent.None && content.Count > 0) throw Fault($"the directive '{name}' has content, and takes none", start);
        if (form.Content == DirectiveContent.Markup) ReadInside(content);
        else if (name.Equals("parsed-literal", StringComparison.OrdinalIgnoreCase)) new InlineReader(document, content.Join(0, content.Count), content.NumberOf(0)).Read();
        else if (name.Equals("csv-table", StringComparison.OrdinalIgnoreCase)) document.HasUnread = true;
        else if (name.Equals("role", StringComparison.OrdinalIgnoreCase) && Role().Match(body[0]) is { Success: true } role) document.Roles.Add(role.Groups["name"].Value, role.Groups["origin"] is { Success: true } origin ? origin.Value : null);
        return block.IsFinished;
    }

    private void CheckOptions(string name, DirectiveForm form, MarkupLines body, int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            if (FieldMarker().Match(body[index]) is not { Success: true } field) continue;
            var option = field.Groups["name"].Value;
            // Of a name with markup or an escape in it nothing is said.
            if (form.Options is not null && option.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-') && !form.Options.Contains(option, StringComparer.OrdinalIgnoreCase))
                throw new MarkupFaultException($"'{option}' is no option of the directive '{name}' of docutils", body.NumberOf(index));
            if (option.Equals("name", StringComparison.OrdinalIgnoreCase) && body[index][field.Length..] is { Length: > 0 } target) document.AddTarget(target, "", body.NumberOf(index));
        }
    }

    [GeneratedRegex(@"\A(?<name>[\w-]+)(?:\s*\(\s*(?<origin>[\w-]+)\s*\))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Role();
}
