using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using TrustedPublish.Core.Distributions.Rules;

namespace TrustedPublish.Completion;

/// <summary>Completes <c>-IgnoreRule</c> with the ids of the rules.</summary>
public sealed class RuleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return DistributionRules.All.Where(rule => rule.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).OrderBy(static rule => rule.Id, StringComparer.Ordinal)
            .Select(static rule => new CompletionResult(rule.Id, rule.Id, CompletionResultType.ParameterValue, $"{rule.Severity}: {rule.Remedy}"));
    }
}
