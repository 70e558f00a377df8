using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TrustedPublish.Completion;

/// <summary>Completes <c>-PipelineFile</c> with the YAML files here and in the folders that usually hold GitLab's, as the index's form takes them: from the root, with forward slashes.</summary>
public sealed class PipelineFileCompleter : IArgumentCompleter
{
    private static readonly string[] Folders = ["", ".gitlab", "ci", ".ci"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return UserFolder.Complete(here => Folders.Where(folder => Directory.Exists(Path.Combine(here, folder)))
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(here, folder), "*.y*ml").Select(file => folder.Length == 0 ? Path.GetFileName(file) : $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal))
            .Where(path => path.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(static path => path.Contains("gitlab", StringComparison.Ordinal))
            .SelectMany(static path => UserFolder.Result(path, path == ".gitlab-ci.yml" ? "GitLab's usual pipeline file" : path)));
    }
}
