using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace TrustedPublish.Completion;

/// <summary>
/// Completes <c>-Environment</c> with the environments that jobs here name: those of the workflow that <c>-Workflow</c> says,
/// else of all workflows and of <c>.gitlab-ci.yml</c>.
/// </summary>
public sealed partial class EnvironmentCompleter : IArgumentCompleter
{
    private const string GitLabFile = ".gitlab-ci.yml";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var workflow = fakeBoundParameters["Workflow"] as string;
        return UserFolder.Complete(here => UserFolder.Workflows(here)
            .Where(file => workflow is null || Path.GetFileName(file) == workflow)
            .Concat(workflow is null ? [Path.Combine(here, GitLabFile)] : [])
            .SelectMany(static file => Names(file).Select(name => (Name: name, File: Path.GetFileName(file))))
            .Where(found => found.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static found => found.Name, static found => found.File)
            .SelectMany(static found => UserFolder.Result(found.Key, $"environment of {string.Join(", ", found.Distinct())}")));
    }

    /// <summary>
    /// The names in a job's <c>environment: NAME</c>, and in <c>name:</c> below a job's <c>environment:</c> (GitHub's workflow syntax,
    /// GitLab's CI/CD YAML reference); a step's variable may have that name, too. An expression is no name.
    /// </summary>
    private static IEnumerable<string> Names(string file)
    {
        var isGitLab = Path.GetFileName(file) == GitLabFile;
        // The keys that a line is below, by how far they are indented.
        var above = new List<(int Indent, string Key)>();
        foreach (var line in UserFolder.Lines(file).Where(static line => !string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith('#')))
        {
            var indent = line.Length - line.TrimStart().Length;
            above.RemoveAll(key => key.Indent >= indent);
            // No job is in a list, so what an item says on its first line doesn't matter.
            var key = line[indent] == '-' ? "-" : Key().Match(line).Groups["key"].Value.Trim('\'', '"');
            above.Add((indent, key));
            if (!IsEnvironment([.. above.Select(static key => key.Key)], isGitLab)) continue;
            var value = Value().Match(line).Groups["value"].Value.Trim('\'', '"');
            if (value.Length > 0 && !value.Contains('$', StringComparison.Ordinal)) yield return value;
        }
    }

    // GitLab's jobs stand among keywords that are none.
    private static bool IsEnvironment(string[] path, bool isGitLab) => isGitLab
        ? path is [not ("default" or "include" or "spec" or "variables" or "workflow"), "environment", ..] and ([_, _] or [_, _, "name"])
        : path is ["jobs", _, "environment"] or ["jobs", _, "environment", "name"];

    [GeneratedRegex(@"^\s*(?<key>\S.*?)\s*:(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("""^\s*\S+:\s*(?<value>'[^']*'|"[^"]*"|[^\s#{\[&*|>'"][^#]*?)\s*(#.*)?$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Value();
}
