namespace TrustedPublish.Core.Publishers;

/// <summary>How a step of the check ended.</summary>
public enum CheckStatus
{
    /// <summary>Nothing stands in the way here.</summary>
    Passed,

    /// <summary>The index will refuse the job for this.</summary>
    Failed,

    /// <summary>It may fail, or can't be told from here.</summary>
    Warning,

    /// <summary>It was not looked at.</summary>
    Skipped,
}

/// <summary>One step of the check whether a job can publish. It holds no secret.</summary>
/// <param name="Name">What was looked at, in a word or two, or as the index's form calls it.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Remedy">What to change, and where; null where nothing has to be.</param>
public sealed record CheckStep(string Name, CheckStatus Status, string Detail, string? Remedy = null)
{
    /// <summary>What was seen, in one line.</summary>
    public string Detail { get; } = PlainText.OneLine(Detail);

    /// <summary>What to change, and where, in one line; null where nothing has to be.</summary>
    public string? Remedy { get; } = Remedy is null ? null : PlainText.OneLine(Remedy);

    /// <summary>The index's form, filled in for the job; null for a step that it is not about.</summary>
    public Uri? Link { get; init; }
}
