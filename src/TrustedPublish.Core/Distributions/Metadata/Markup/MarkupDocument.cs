using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Distributions.Metadata.Markup;

/// <summary>What is known of the whole text while it is read: titles, the names that can be referred to, and references to them.</summary>
internal sealed partial class MarkupDocument(string text)
{
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _titles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _substitutions = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Written, int Line)> _references = [];
    private readonly List<(string Name, int Line)> _substitutionReferences = [];
    private readonly Lazy<string> _folded = new(() => Fold(text));

    private int _anonymousTargets;
    private int _anonymousReferences;
    private int _numberedNotes;
    private int _numberedReferences;

    /// <summary>Whether there are parts that this reader does not look into, such as tables; names may be defined there.</summary>
    public bool HasUnread { get; set; }

    /// <summary>Whether anything has been read that a reader sees.</summary>
    public bool HasContent { get; set; }

    public TitleLevels Titles { get; } = new();

    public MarkupRoles Roles { get; } = new();

    /// <summary>A name is compared in lower case, with one blank for each run of them.</summary>
    public static string Fold(string name) => Blanks().Replace(name.Trim(), " ").ToLowerInvariant();

    /// <summary>A target that the author named; two of a name must lead to one address.</summary>
    public void AddTarget(string name, string address, int line)
    {
        var folded = Fold(name);
        if (!_targets.TryAdd(folded, address) && (address.Length == 0 || _targets[folded].Length == 0 || _targets[folded] != address))
            throw new MarkupFaultException($"the target {MarkupFaultException.Quote(name)} is defined twice", line);
    }

    /// <summary>A title, which can be referred to by its words.</summary>
    public void AddTitle(string title) => _titles.UnionWith([Fold(title), Fold(Marks().Replace(title, ""))]);

    public void AddAnonymousTarget() => _anonymousTargets++;

    public void AddNumberedNote() => _numberedNotes++;

    public void AddSubstitution(string name) => _substitutions.Add(Fold(name));

    public void Refer(string name, int line) => _references.Add((Fold(name), name, line));

    public void ReferAnonymously() => _anonymousReferences++;

    public void ReferToNumberedNote() => _numberedReferences++;

    public void Substitute(string name, int line) => _substitutionReferences.Add((Fold(name), line));

    /// <summary>Looks for references whose targets are nowhere.</summary>
    /// <exception cref="MarkupFaultException">There is one.</exception>
    public void CheckReferences()
    {
        foreach (var (name, written, line) in _references)
        {
            if (!_targets.ContainsKey(name) && !_titles.Contains(name) && !(HasUnread && IsElsewhere(name)))
                throw new MarkupFaultException($"the reference {MarkupFaultException.Quote(written)} has no target", line);
        }

        foreach (var (name, line) in _substitutionReferences)
        {
            if (!_substitutions.Contains(name) && !HasUnread) throw new MarkupFaultException($"the substitution {MarkupFaultException.Quote($"|{name}|")} is not defined", line);
        }

        if (!HasUnread && _anonymousReferences != _anonymousTargets)
            throw new MarkupFaultException($"there are {_anonymousReferences} anonymous references (__) and {_anonymousTargets} targets for them", 0);
        if (!HasUnread && _numberedReferences > _numberedNotes)
            throw new MarkupFaultException($"there are {_numberedReferences} references to numbered footnotes ([#]_) and {_numberedNotes} footnotes", 0);
    }

    // The words of the name, other than in a reference to it.
    private bool IsElsewhere(string name)
    {
        var folded = _folded.Value;
        for (var at = folded.IndexOf(name, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            var rest = folded.AsSpan(at + name.Length);
            if (!rest.StartsWith("_") && !rest.StartsWith("`_")) return true;
        }

        return false;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[`*|\\]|_(?!\w)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marks();
}
