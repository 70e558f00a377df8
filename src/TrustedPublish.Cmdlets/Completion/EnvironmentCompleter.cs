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
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var workflow = fakeBoundParameters["Workflow"] as string;
        return UserFolder.Complete(here => UserFolder.Workflows(here)
            .Where(file => workflow is null || Path.GetFileName(file) == workflow)
            .Concat(workflow is null ? [Path.Combine(here, ".gitlab-ci.yml")] : [])
            .SelectMany(static file => Names(UserFolder.Lines(file)).Select(name => (Name: name, File: Path.GetFileName(file))))
            .Where(found => found.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static found => found.Name, static found => found.File)
            .Select(static found => UserFolder.Result(found.Key, $"environment of {string.Join(", ", found.Distinct())}")));
    }

    /// <summary>
    /// The names in <c>environment: NAME</c>, and in <c>name:</c> below <c>environment:</c> (GitHub's workflow syntax, GitLab's CI/CD YAML
    /// reference). An expression is no name.
    /// </summary>
    private static IEnumerable<string> Names(string[] lines)
    {
        // How far the last 'environment:' without a value is indented; what is below it is indented further.
        int? mapping = null;
        foreach (var line in lines.Where(static line => !string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith('#')))
        {
            var indent = line.Length - line.TrimStart().Length;
            if (indent <= mapping) mapping = null;
            if (Entry().Match(line) is not { Success: true } entry) continue;
            var (key, value) = (entry.Groups["key"].Value, entry.Groups["value"].Value.Trim('\'', '"'));
            if (key == "environment" && value.Length == 0) mapping = indent;
            else if (value.Length > 0 && !value.Contains('$', StringComparison.Ordinal) && (key == "environment" || mapping is not null)) yield return value;
        }
    }

    [GeneratedRegex("""^\s*(?<key>environment|name):\s*(?<value>'[^']*'|"[^"]*"|[^\s#{\[&*|>'"][^#]*?)?\s*(#.*)?$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();
}
