using TrustedPublish.Core.Distributions.Rules;

namespace TrustedPublish;

/// <summary>A rule that a distribution breaks.</summary>
public sealed class DistributionFinding
{
    internal DistributionFinding(Finding finding, bool isStrict)
    {
        Severity = isStrict ? nameof(Core.Distributions.Rules.Severity.Error) : finding.Severity.ToString();
        Rule = finding.Rule;
        Message = finding.Message;
        Remedy = finding.Remedy;
        Reference = finding.Reference;
    }

    /// <summary><c>Error</c> where the index refuses the file, else <c>Warning</c>.</summary>
    public string Severity { get; }

    /// <summary>The rule's stable name, such as <c>WheelPlatformTag</c>.</summary>
    public string Rule { get; }

    /// <summary>How the file breaks it.</summary>
    public string Message { get; }

    /// <summary>What to change.</summary>
    public string Remedy { get; }

    /// <summary>Where the rule comes from.</summary>
    public string Reference { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity} {Rule}: {Message}";
}
