namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>Whose rules a file is held to.</summary>
public enum RuleScope
{
    /// <summary>Nobody's: it is only read, which its upload needs.</summary>
    None,

    /// <summary>Those that packaging's specifications make, and every index that follows them.</summary>
    AnyIndex,

    /// <summary>Those of PyPI and TestPyPI too: their classifiers, platforms and limits.</summary>
    PyPI,
}
