using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TrustedPublish.Completion;

/// <summary>Completes <c>-Repository</c> with the indexes that have a name.</summary>
public sealed class RepositoryCompleter : IArgumentCompleter
{
    // Core has their names and addresses, and no words for what they are for.
    private static readonly (string Name, string Text)[] Indexes =
    [
        ("pypi", "PyPI, https://pypi.org/"),
        ("testpypi", "TestPyPI, to try things: https://test.pypi.org/"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        foreach (var (name, text) in Indexes)
        {
            if (name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                yield return new CompletionResult(name, name, CompletionResultType.ParameterValue, text);
        }
    }
}
