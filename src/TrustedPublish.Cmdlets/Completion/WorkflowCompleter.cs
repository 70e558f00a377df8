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
        try
        {
            // A completer has no session state of its own, and the process's folder is not the user's.
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            var here = shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>().FirstOrDefault()?.ProviderPath;
            var folder = here is null ? null : Path.Combine(here, ".github", "workflows");
            if (!Directory.Exists(folder)) return [];
            return [.. Directory.EnumerateFiles(folder, "*.y*ml").Select(static file => Path.GetFileName(file))
                .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Select(static name => new CompletionResult(name.Contains(' ', StringComparison.Ordinal) ? $"'{name.Replace("'", "''", StringComparison.Ordinal)}'" : name, name, CompletionResultType.ParameterValue, $".github/workflows/{name}"))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RuntimeException)
        {
            return [];
        }
    }
}
