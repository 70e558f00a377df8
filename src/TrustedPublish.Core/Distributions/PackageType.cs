namespace TrustedPublish.Core.Distributions;

/// <summary>The two kinds of distribution the index takes.</summary>
public enum PackageType
{
    /// <summary>A built distribution, <c>.whl</c> (PEP 427).</summary>
    Wheel,

    /// <summary>A source distribution, <c>.tar.gz</c> (PEP 625).</summary>
    Sdist,
}
