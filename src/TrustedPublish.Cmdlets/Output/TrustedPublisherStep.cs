using TrustedPublish.Core.Publishers;

namespace TrustedPublish;

/// <summary>One step of the check whether this job can publish: what Test-TrustedPublisher returns. It holds no secret.</summary>
public sealed class TrustedPublisherStep
{
    internal TrustedPublisherStep(CheckStep step)
    {
        Step = step.Name;
        Status = step.Status.ToString();
        Detail = step.Detail;
        Remedy = step.Remedy;
        Link = step.Link?.AbsoluteUri;
    }

    /// <summary>What was looked at; a field of the publisher has the name that the index's form gives it.</summary>
    public string Step { get; }

    /// <summary><c>Passed</c>, <c>Failed</c>, <c>Warning</c> or <c>Skipped</c>.</summary>
    public string Status { get; }

    /// <summary>What was seen.</summary>
    public string Detail { get; }

    /// <summary>What to change, and where; null where nothing has to be.</summary>
    public string? Remedy { get; }

    /// <summary>The index's form for a publisher, filled in for this job; null for a step that it is not about.</summary>
    public string? Link { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Step}: {Status}";
}
