using System.Management.Automation;
using TrustedPublish.Completion;
using TrustedPublish.Paths;

namespace TrustedPublish.Async;

/// <summary>A cmdlet that publishes files, and which rules for files do not count.</summary>
public abstract class PublishCommand : PatientPathCommand
{
    /// <summary>Ids of rules that do not count, such as <c>FileTooLarge</c> for a project whose limit PyPI has raised.</summary>
    [Parameter]
    [ValidateRule]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] IgnoreRule { get; set; } = [];
}
