using System.Management.Automation;
using TrustedPublish.Core.Http;

namespace TrustedPublish.Paths;

/// <summary>A cmdlet that takes files and asks servers about them, and how patient it is.</summary>
public abstract class PatientPathCommand : PathCommand
{
    /// <summary>Tries after the first one where something fails in a way that may pass. 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, HttpOptions.LargestRetryCount)]
    public int MaximumRetryCount { get; set; } = HttpOptions.DefaultRetryCount;

    /// <summary>Seconds for the whole command, retries and waits included. 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, HttpOptions.LargestTimeoutSeconds)]
    public int TimeoutSec { get; set; }

    private protected override HttpOptions HttpOptions => new() { MaximumRetryCount = MaximumRetryCount };

    private protected override TimeSpan? TimeLimit => TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;
}
