using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Rules;

/// <summary>A distribution made for one rule.</summary>
/// <param name="Label">What is special about it.</param>
/// <param name="Rule">The rule it breaks; null for one that breaks none.</param>
/// <param name="Make">Makes it in a folder.</param>
public sealed record Sample(string Label, string? Rule, Func<TemporaryFolder, FileInfo> Make)
{
    /// <summary>Whether the index takes it all the same.</summary>
    public bool IsWarning { get; init; }

    public override string ToString() => Label;
}
