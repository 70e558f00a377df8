using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TrustedPublish.Completion;

/// <summary>Completes <c>-TokenVariable</c> with the variables of this process that are named as GitLab's ID tokens are.</summary>
public sealed class TokenVariableCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.EndsWith("_ID_TOKEN", StringComparison.Ordinal) && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(static name => new CompletionResult(name, name, CompletionResultType.ParameterValue, $"{name} of this process"));
    }
}
