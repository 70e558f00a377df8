namespace TrustedPublish.Core.ActiveState;

/// <summary>What the State Tool was doing.</summary>
internal enum StateToolStep
{
    /// <summary><c>state publish</c></summary>
    Publish,

    /// <summary><c>state commit</c></summary>
    Commit,

    /// <summary><c>state eval</c></summary>
    Evaluate,
}
