using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TrustedPublish.Completion;

/// <summary>Completes <c>-Workflow</c> with the names of the files in <c>.github/workflows</c> here: what the index's form takes.</summary>
public sealed class WorkflowCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return UserFolder.Complete(here => UserFolder.Workflows(here).Select(static file => Path.GetFileName(file))
            .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .SelectMany(static name => UserFolder.Result(name, $".github/workflows/{name}")));
    }
}
