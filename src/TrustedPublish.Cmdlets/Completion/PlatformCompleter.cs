using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using TrustedPublish.Core.ActiveState;

namespace TrustedPublish.Completion;

/// <summary>Completes <c>-Platform</c> with the platforms that have a name.</summary>
public sealed class PlatformCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return PlatformId.Named.Where(named => named.Key.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static named => new CompletionResult(named.Key, named.Key, CompletionResultType.ParameterValue, $"ActiveState's platform {named.Value.Id}"));
    }
}
