namespace TrustedPublish.Core.Distributions.Rules;

/// <summary>Whose rules a file is held to.</summary>
public enum RuleScope
{
    /// <summary>Nobody's: it is only read, which its upload needs.</summary>
    None,

    /// <summary>Those of packaging's specifications and of packaging.metadata, which every index that follows them makes.</summary>
    AnyIndex,

    /// <summary>Those of PyPI and TestPyPI too: their classifiers, platforms and limits, and what warehouse asks beyond packaging.</summary>
    PyPI,
}
