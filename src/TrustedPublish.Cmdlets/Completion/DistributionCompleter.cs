using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TrustedPublish.Completion;

/// <summary>Completes paths with wheels, sdists and the folders on the way to them, where there are any; else with every file.</summary>
public sealed class DistributionCompleter : IArgumentCompleter
{
    private static readonly string[] Endings = [".whl", ".tar.gz", ".zip"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // PowerShell's own, which knows drives, ~ and what to quote.
        List<CompletionResult> all = [.. CompletionCompleters.CompleteFilename(wordToComplete)];
        List<CompletionResult> some = [.. all.Where(static found => found.ResultType == CompletionResultType.ProviderContainer || Endings.Any(ending => found.ListItemText.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))];
        return some.Count > 0 ? some : all;
    }
}
