using System.Management.Automation;
using TrustedPublish.Completion;
using TrustedPublish.Core.Http;
using TrustedPublish.Paths;

namespace TrustedPublish.Async;

/// <summary>A cmdlet that publishes files: how patient it is, and which rules for files do not count.</summary>
public abstract class PublishCommand : PathCommand
{
    /// <summary>Tries after the first one where something fails in a way that may pass. 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, HttpOptions.LargestRetryCount)]
    public int MaximumRetryCount { get; set; } = HttpOptions.DefaultRetryCount;

    /// <summary>Seconds for the whole command, retries and waits included. 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, HttpOptions.LargestTimeoutSeconds)]
    public int TimeoutSec { get; set; }

    /// <summary>Ids of rules that do not count, such as <c>FileTooLarge</c> for a project whose limit PyPI has raised.</summary>
    [Parameter]
    [ValidateRule]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] IgnoreRule { get; set; } = [];

    private protected override HttpOptions HttpOptions => new() { MaximumRetryCount = MaximumRetryCount };

    private protected override TimeSpan? TimeLimit => TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : null;
}
