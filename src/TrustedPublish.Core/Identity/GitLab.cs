using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>
/// GitLab CI/CD: the job has its ID tokens from the start, in the variables that it declares under <c>id_tokens:</c> (GitLab's
/// documentation, "OpenID Connect (OIDC) Authentication Using ID Tokens"). There is no second one for the same audience.
/// </summary>
public sealed class GitLab(JobEnvironment environment, Trace trace, string? tokenVariable = null) : IIdentityProvider
{
    /// <summary>Its name as users type it.</summary>
    internal const string ProviderName = "GitLab";

    private const string Suffix = "_ID_TOKEN";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public bool CanRepeat => false;

    /// <summary>
    /// The variable that clients look for: the audience in upper case, with <c>_</c> for what a variable's name can't hold, and
    /// <c>_ID_TOKEN</c> (PyPA id's README, "GitLab CI/CD").
    /// </summary>
    public static string VariableOf(string audience)
    {
        var name = new StringBuilder(audience.ToUpperInvariant());
        for (var place = 0; place < name.Length; place++)
        {
            if (!(char.IsAsciiLetterUpper(name[place]) || name[place] == '_' || (place > 0 && char.IsAsciiDigit(name[place])))) name[place] = '_';
        }

        return $"{name}{Suffix}";
    }

    /// <inheritdoc/>
    public Task<Presence> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Presence.OfVariable(environment, "GITLAB_CI"));

    /// <inheritdoc/>
    public Task<IdToken> RequestAsync(string audience, CancellationToken cancellationToken)
    {
        var variable = tokenVariable ?? VariableOf(audience);
        if (environment[variable] is { } value)
        {
            trace.Verbose($"Taking the job's ID token from {variable}.");
            return Task.FromResult(Read(variable, value));
        }

        var others = tokenVariable is null ? Others(variable) : [];
        if (others.Where(other => other.Token.Audience == audience).ToList() is [var (name, token)])
        {
            trace.Verbose($"{variable} is not set; taking the job's ID token from {name}, whose audience is '{audience}' too.");
            return Task.FromResult(token);
        }

        throw Missing(variable, audience, others, isNamed: tokenVariable is not null);
    }

    /// <summary>The line that declares a token for <paramref name="audience"/>, in YAML's flow style, which stands on one line.</summary>
    internal static string Declaration(string audience, string? variable = null) => $"id_tokens: {{ {variable ?? VariableOf(audience)}: {{ aud: {Quote(audience)} }} }}";

    private static string Quote(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_')
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private IdToken Read(string variable, string value)
    {
        try
        {
            return IdToken.Read(Name, new Secret(value));
        }
        catch (PublishException failure)
        {
            throw new PublishException(failure.Kind, $"The variable {variable} holds no ID token. {failure.Message}", failure.Remedy) { Target = variable };
        }
        catch (ArgumentException)
        {
            throw new PublishException(
                FailureKind.IdTokenMalformed,
                $"{variable} holds no ID token: it is blank.",
                "Look in .gitlab-ci.yml for what else sets this variable.") { Target = variable };
        }
    }

    /// <summary>The job's other ID tokens, by their variables.</summary>
    private List<(string Name, IdToken Token)> Others(string variable)
    {
        var found = new List<(string, IdToken)>();
        foreach (var name in environment.Names.Where(name => name.EndsWith(Suffix, StringComparison.Ordinal) && name != variable))
        {
            try
            {
                found.Add((name, Read(name, environment[name]!)));
            }
            catch (PublishException failure)
            {
                trace.Verbose($"Passed over: {failure.Message}");
            }
        }

        return found;
    }

    private static string Chain(string audience) => audience == AudienceRemedy.Sigstore
        ? "Get-CIIdToken -Audience sigstore -TokenVariable NAME | New-PythonAttestation dist/*"
        : "Get-CIIdToken -TokenVariable NAME | New-PyPIToken | Publish-PythonDistribution";

    private static PublishException Missing(string variable, string audience, List<(string Name, IdToken Token)> others, bool isNamed)
    {
        var beside = others.Select(static other => $"{other.Name} is for '{other.Token.Audience}'");
        return new PublishException(
            FailureKind.IdTokenVariableMissing,
            $"This job has no ID token for '{audience}': {variable} is not set{(others.Count > 0 ? $" ({string.Join(", ", beside)})" : "")}.",
            others.Count(other => other.Token.Audience == audience) > 1
                ? "Several variables hold a token for this audience: name one of them with Get-CIIdToken -TokenVariable."
                : $"In .gitlab-ci.yml, add to the publishing job: {Declaration(audience, variable)}{(isNamed ? "" : $" — or name the variable that holds the token, if it has another name: {Chain(audience)}.")}") { Target = variable };
    }
}
