using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace TrustedPublish.Completion;

/// <summary>
/// Completes the owner or namespace and the name of a repository with those of the clone's <c>origin</c>, where the user stands at
/// its root.
/// </summary>
public sealed partial class OriginCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var part = parameterName is "Owner" or "Namespace" ? "owner" : "name";
        return UserFolder.Complete(here =>
        {
            var origin = UserFolder.Lines(Path.Combine(here, ".git", "config")).Select(static line => line.Trim())
                .SkipWhile(static line => line != "[remote \"origin\"]").Skip(1).TakeWhile(static line => !line.StartsWith('['))
                .Select(static line => Address().Match(line)).FirstOrDefault(static match => match.Success);
            return origin?.Groups[part].Value is { Length: > 0 } value && value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                ? UserFolder.Result(value, $"of origin, {origin.Groups["owner"].Value}/{origin.Groups["name"].Value} on {origin.Groups["host"].Value}")
                : [];
        });
    }

    // https://HOST/OWNER/NAME.git, ssh://git@HOST/…, git@HOST:OWNER/NAME.git (git-clone, "Git URLs"). User and password are no part of what is taken.
    [GeneratedRegex("""^url\s*=\s*(?:\w+://)?(?:[^@/]*@)?(?<host>[^/:]+)(?::\d+(?=/))?[/:]/?(?<owner>.+)/(?<name>[^/]+?)(?:\.git)?/?$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
