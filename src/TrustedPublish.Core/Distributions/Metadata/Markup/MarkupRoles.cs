namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>The roles of interpreted text: docutils' own, which are fewer than Sphinx's, and those that the text makes.</summary>
internal sealed class MarkupRoles
{
    // docutils/parsers/rst/languages/en.py and roles.py.
    private static readonly HashSet<string> Known = new(
        ("abbreviation ab acronym ac code emphasis literal math pep-reference pep rfc-reference rfc strong subscript sub superscript sup title-reference title t "
        + "index i named-reference anonymous-reference footnote-reference citation-reference substitution-reference target uri-reference uri url restructuredtext-unimplemented-role").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, bool> _own = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a role that a role directive makes; what is made from raw is as disabled as raw itself.</summary>
    public void Add(string name, string? origin) => _own[name] = origin is not null && IsRaw(origin);

    public bool IsKnown(string role) => Known.Contains(role) || _own.ContainsKey(role) || IsRaw(role);

    /// <summary>Whether it passes markup of another language through, which PyPI has switched off.</summary>
    public bool IsRaw(string role) => role.Equals("raw", StringComparison.OrdinalIgnoreCase) || (_own.TryGetValue(role, out var isRaw) && isRaw);
}
