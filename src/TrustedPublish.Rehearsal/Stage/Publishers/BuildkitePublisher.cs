namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A pipeline of Buildkite, as it is proposed (warehouse PR #20515).</summary>
/// <param name="Organization">The organisation's slug.</param>
/// <param name="Pipeline">The pipeline's slug.</param>
public sealed record BuildkitePublisher(string Organization, string Pipeline) : Publisher
{
    public override CISystem System => CISystem.Buildkite;

    /// <summary>The branch, or null for any.</summary>
    public string? Branch { get; init; }

    /// <summary>The tag, or null for any.</summary>
    public string? Tag { get; init; }

    /// <summary>The step's key, or null for any.</summary>
    public string? Step { get; init; }
}
