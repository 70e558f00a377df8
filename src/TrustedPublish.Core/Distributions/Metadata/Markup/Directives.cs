using System.Collections.Frozen;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>What stands in a directive's content.</summary>
internal enum DirectiveContent
{
    /// <summary>Nothing may.</summary>
    None,

    /// <summary>Markup like any.</summary>
    Markup,

    /// <summary>Text that is not looked into.</summary>
    Opaque,
}

/// <summary>How a directive is written.</summary>
/// <param name="Content">What is in it.</param>
/// <param name="MustHaveContent">Whether content must be there.</param>
/// <param name="Arguments">How many words behind its name are arguments, at least.</param>
/// <param name="TakesArguments">Whether there are arguments; without them the words behind its name are content.</param>
/// <param name="Options">The options it knows; null where they are not looked at.</param>
internal sealed record DirectiveForm(DirectiveContent Content, bool MustHaveContent = false, int Arguments = 0, bool TakesArguments = false, string[]? Options = null);

/// <summary>The directives of docutils, which are fewer than Sphinx's (docutils.parsers.rst.directives).</summary>
internal static class Directives
{
    private static readonly string[] Common = ["class", "name"];
    private static readonly string[] Image = ["alt", "height", "width", "scale", "align", "target", "loading", .. Common];

    private static readonly DirectiveForm Admonition = new(DirectiveContent.Markup, MustHaveContent: true, Options: Common);
    private static readonly DirectiveForm Code = new(DirectiveContent.Opaque, MustHaveContent: true, TakesArguments: true, Options: [.. Common, "number-lines"]);
    private static readonly DirectiveForm Quote = new(DirectiveContent.Markup, MustHaveContent: true);
    private static readonly DirectiveForm Numbering = new(DirectiveContent.None, Options: ["depth", "start", "prefix", "suffix"]);

    private static readonly FrozenDictionary<string, DirectiveForm> Known = new Dictionary<string, DirectiveForm>
    {
        ["attention"] = Admonition, ["caution"] = Admonition, ["danger"] = Admonition, ["error"] = Admonition, ["hint"] = Admonition,
        ["important"] = Admonition, ["note"] = Admonition, ["tip"] = Admonition, ["warning"] = Admonition,
        ["admonition"] = Admonition with { Arguments = 1, TakesArguments = true },
        ["image"] = new(DirectiveContent.None, Arguments: 1, TakesArguments: true, Options: Image),
        ["figure"] = new(DirectiveContent.Markup, Arguments: 1, TakesArguments: true, Options: [.. Image, "figwidth", "figclass", "figname"]),
        ["code"] = Code, ["code-block"] = Code, ["sourcecode"] = Code,
        ["math"] = new(DirectiveContent.Opaque, TakesArguments: true, Options: Common),
        ["parsed-literal"] = new(DirectiveContent.Opaque, MustHaveContent: true, Options: Common),
        ["line-block"] = new(DirectiveContent.Opaque),
        ["epigraph"] = Quote, ["highlights"] = Quote, ["pull-quote"] = Quote,
        ["compound"] = Admonition,
        ["container"] = new(DirectiveContent.Markup, MustHaveContent: true, TakesArguments: true),
        ["rubric"] = new(DirectiveContent.None, Arguments: 1, TakesArguments: true, Options: Common),
        ["topic"] = new(DirectiveContent.Markup, MustHaveContent: true, TakesArguments: true, Options: Common),
        ["sidebar"] = new(DirectiveContent.Markup, MustHaveContent: true, TakesArguments: true, Options: ["subtitle", .. Common]),
        ["table"] = new(DirectiveContent.Markup, MustHaveContent: true, TakesArguments: true, Options: ["align", "width", "widths", .. Common]),
        ["list-table"] = new(DirectiveContent.Markup, MustHaveContent: true, TakesArguments: true, Options: ["header-rows", "stub-columns", "align", "width", "widths", .. Common]),
        ["csv-table"] = new(DirectiveContent.Opaque, TakesArguments: true),
        ["contents"] = new(DirectiveContent.None, TakesArguments: true, Options: ["depth", "local", "backlinks", .. Common]),
        ["sectnum"] = Numbering, ["section-numbering"] = Numbering,
        ["header"] = new(DirectiveContent.Markup), ["footer"] = new(DirectiveContent.Markup),
        ["class"] = new(DirectiveContent.Markup, Arguments: 1, TakesArguments: true),
        ["role"] = new(DirectiveContent.Opaque), ["default-role"] = new(DirectiveContent.Opaque), ["title"] = new(DirectiveContent.Opaque),
        ["meta"] = new(DirectiveContent.Opaque), ["target-notes"] = new(DirectiveContent.Opaque),
        ["replace"] = new(DirectiveContent.Opaque), ["unicode"] = new(DirectiveContent.Opaque), ["date"] = new(DirectiveContent.Opaque),
        ["restructuredtext-test-directive"] = new(DirectiveContent.Opaque),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What PyPI has switched off.</summary>
    public static bool IsDisabled(string name) => name.ToUpperInvariant() is "RAW" or "INCLUDE";

    /// <summary>What shows nothing where it stands.</summary>
    public static bool IsHidden(string name) => name.ToUpperInvariant() is "ROLE" or "DEFAULT-ROLE" or "TITLE" or "META" or "CLASS" or "SECTNUM" or "SECTION-NUMBERING" or "HEADER" or "FOOTER" or "CONTENTS" or "TARGET-NOTES";

    /// <summary>What stands in a substitution's definition alone.</summary>
    public static bool IsOfSubstitution(string name) => name.ToUpperInvariant() is "REPLACE" or "UNICODE" or "DATE";

    public static DirectiveForm? Find(string name) => Known.GetValueOrDefault(name);
}
