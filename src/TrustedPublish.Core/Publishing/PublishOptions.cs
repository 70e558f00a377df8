using TrustedPublish.Core.Http;

namespace TrustedPublish.Core.Publishing;

/// <summary>How a set is sent.</summary>
public sealed record PublishOptions
{
    /// <summary>
    /// Uploads at a time where nothing else is said. Measured (docs/performance.md): more than these gain little at a far
    /// index and nothing at a near one.
    /// </summary>
    public const int DefaultThrottleLimit = 8;

    /// <summary>The most uploads at a time that can be asked for: an index counts more as an attack.</summary>
    public const int LargestThrottleLimit = 32;

    /// <summary>Uploads at a time.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>
    /// The time for the whole run: what is not through by then has failed. Cancelling the run itself is something else, it
    /// ends without a word.
    /// </summary>
    public TimeBudget Budget { get; init; } = TimeBudget.Unlimited;

    /// <summary>What goes along with the files.</summary>
    public ReleaseAttestations Attestations { get; init; } = ReleaseAttestations.None;

    /// <summary>What the index has already and is not sent.</summary>
    public ExistingFiles Existing { get; init; } = ExistingFiles.None;
}
