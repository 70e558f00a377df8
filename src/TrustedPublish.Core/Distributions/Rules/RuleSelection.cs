namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>The rules that a file is held to: those of a scope, less those that the user leaves out.</summary>
/// <param name="Scope">Whose rules.</param>
/// <param name="Ignored">Ids of rules that do not count, such as the size limit of a project that has a higher one.</param>
public sealed record RuleSelection(RuleScope Scope, IReadOnlySet<string> Ignored)
{
    private static readonly HashSet<string> Known = DistributionRules.All.Select(static rule => rule.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> OfPyPI = [.. DistributionRules.All.Where(static rule => rule.IsOfPyPI).Select(static rule => rule.Id)];

    /// <summary>The rules of <paramref name="scope"/>, less those of these ids, in whatever case they are written.</summary>
    public static RuleSelection Without(RuleScope scope, IEnumerable<string> ignored) => new(scope, ignored.ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>All rules of <paramref name="scope"/>.</summary>
    public static implicit operator RuleSelection(RuleScope scope) => FromRuleScope(scope);

    /// <summary>All rules of <paramref name="scope"/>.</summary>
    public static RuleSelection FromRuleScope(RuleScope scope) => new(scope, new HashSet<string>());

    /// <summary>Whether there is a rule of that id.</summary>
    public static bool IsKnown(string id) => Known.Contains(id);

    /// <summary>Whether a finding of this rule counts.</summary>
    public bool Includes(string rule) => Scope != RuleScope.None && !Ignored.Contains(rule) && (Scope == RuleScope.PyPI || !OfPyPI.Contains(rule));
}
