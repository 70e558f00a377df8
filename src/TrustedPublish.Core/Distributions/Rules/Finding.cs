namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>The index takes the file; somebody will wish that it had been otherwise.</summary>
    Warning,

    /// <summary>The index refuses the file.</summary>
    Error,
}

/// <summary>A rule that distributions are held to.</summary>
/// <param name="Id">Its stable name.</param>
/// <param name="Severity">How much breaking it weighs.</param>
/// <param name="Remedy">What to change, in one or two sentences.</param>
/// <param name="Reference">Where the rule comes from.</param>
public sealed record Rule(string Id, Severity Severity, string Remedy, string Reference)
{
    /// <summary>Whether only PyPI and TestPyPI hold to it.</summary>
    public bool IsOfPyPI { get; init; }

    /// <summary>That a file breaks this rule.</summary>
    /// <param name="message">How, in one sentence.</param>
    public Finding Broken(string message) => new(Severity, Id, PlainText.OneLine(message), Remedy, Reference);
}

/// <summary>A rule that a file breaks.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Rule">The rule's stable name.</param>
/// <param name="Message">How the file breaks it, in one sentence.</param>
/// <param name="Remedy">What to change.</param>
/// <param name="Reference">Where the rule comes from.</param>
public sealed record Finding(Severity Severity, string Rule, string Message, string Remedy, string Reference);
