using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// A project on ActiveState's Platform and the commit of it that a folder has checked out: the URL that
/// <c>activestate.yaml</c> and the info block of a build script carry.
/// </summary>
/// <param name="Text">The URL, such as <c>https://platform.activestate.com/ORG/PROJECT?branch=main&amp;commitID=UUID</c>.</param>
/// <param name="Organization">The organization that owns the project.</param>
/// <param name="Project">The project's name.</param>
/// <param name="CommitId">The commit, a UUID; null where the URL names none.</param>
public sealed partial record ProjectAddress(string Text, string Organization, string Project, string? CommitId)
{
    private const int LongestText = 2048;

    /// <summary>Reads the URL. The info block is YAML in backticks, so nothing that ends either may be in it.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public static ProjectAddress Parse(string text)
    {
        var match = text.Length <= LongestText ? Form().Match(text) : Match.Empty;
        if (!match.Success)
            throw ScriptValue.Invalid("project URL", text, "it is not https://HOST/ORG/PROJECT?branch=BRANCH&commitID=UUID", "Copy the value of 'project:' in the project's activestate.yaml.");
        var commit = match.Groups["query"].Value.Split('&').Where(static part => part.StartsWith("commitID=", StringComparison.Ordinal)).Select(static part => part["commitID=".Length..]).FirstOrDefault();
        if (commit is { Length: > 0 } && !Guid.TryParseExact(commit, "D", out _))
            throw ScriptValue.Invalid("project URL", text, "its commitID is no UUID", "Run 'state reset', or copy the value of 'project:' in the project's activestate.yaml.");
        return new(text, match.Groups["owner"].Value, match.Groups["project"].Value, commit is { Length: > 0 } ? commit : null);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"\Ahttps://[A-Za-z0-9.-]+(?::[0-9]+)?/(?<owner>[A-Za-z0-9_.-]+)/(?<project>[A-Za-z0-9_.-]+)/?(?:\?(?<query>[A-Za-z0-9_.~%/+=&-]*))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
