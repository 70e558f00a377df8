using System.Text.RegularExpressions;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>Where an organization keeps what it has published to ActiveState's catalogue: <c>private/ORG</c> and folders below.</summary>
/// <param name="Text">The namespace.</param>
public sealed partial record IngredientNamespace(string Text)
{
    private const string Root = "private/";
    private const int LongestText = 256;

    /// <summary>The namespace that belongs to an organization.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public static IngredientNamespace Of(string organization) => organization.Contains('/', StringComparison.Ordinal)
        ? throw ScriptValue.Invalid("organization", organization, "it has a slash", "Name the organization alone, and folders with -Namespace private/ORG/FOLDER.")
        : Parse($"{Root}{organization}");

    /// <summary>Reads <c>private/ORG</c> or <c>private/ORG/FOLDER…</c>.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public static IngredientNamespace Parse(string text) => text.Length <= LongestText && Form().IsMatch(text)
        ? new(text)
        : throw ScriptValue.Invalid("namespace", text, "it is not private/ORG or private/ORG/FOLDER", "Write it with your organization's name, usually USERNAME-org: -Namespace private/USERNAME-org.");

    /// <summary>The one that is asked for; where none is, that of the project's owner, as the State Tool does (internal/runners/publish).</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>, also where the two differ.</exception>
    public static IngredientNamespace Choose(string? text, string? organization, ProjectAddress project)
    {
        if (text is null) return Of(organization ?? project.Organization);
        var chosen = Parse(text);
        if (organization is null || chosen == Of(organization) || chosen.Text.StartsWith($"{Of(organization)}/", StringComparison.Ordinal)) return chosen;
        throw ScriptValue.Invalid("namespace", text, $"it is not the organization '{organization}' has", "Say -Namespace or -Organization; one is enough.");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"\Aprivate(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
