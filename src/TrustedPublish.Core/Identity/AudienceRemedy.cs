using System.Text.RegularExpressions;

namespace TrustedPublish.Core.Identity;

/// <summary>How a job comes to an ID token for another audience; that depends on who chooses the audience.</summary>
internal static partial class AudienceRemedy
{
    /// <summary>Sigstore's audience: such an ID token is for signing, and not for an index.</summary>
    public const string Sigstore = "sigstore";

    /// <summary>What to do in a job of the CI system <paramref name="provider"/>.</summary>
    public static string For(string provider, string audience) => provider switch
    {
        GitLab.ProviderName => $"In .gitlab-ci.yml, give the publishing job a token for this audience, as one text and no list: {GitLab.Declaration(audience)}",
        SemaphoreCI.ProviderName when audience == Sigstore =>
            "Semaphore fixes the audience of its tokens to the organization's URL, and Sigstore takes none of those: publish without attestations there.",
        SemaphoreCI.ProviderName =>
            "Semaphore fixes the audience of its tokens to the organization's URL, and no job can change that. Such an index takes no token of Semaphore; pass an API token to Publish-PythonDistribution -Token.",
        _ when audience == Sigstore => $"Request it for Sigstore: {Chain(audience)}.",
        _ => $"Request it for this index: Get-CIIdToken -Audience {Word(audience)}, or Get-CIIdToken -Repository with the same value as here.",
    };

    /// <summary>The commands that use an ID token for that audience right after it was had.</summary>
    public static string Chain(string audience) =>
        audience == Sigstore ? $"Get-CIIdToken -Audience {Sigstore} | New-PythonAttestation dist/*" : "Get-CIIdToken | New-PyPIToken";

    /// <summary>
    /// The audience, which comes from the index, as one argument of a command that is pasted: PowerShell takes typographic
    /// quotes for quotes too (its documentation, "about_Quoting_Rules").
    /// </summary>
    private static string Word(string audience) => PlainWord().IsMatch(audience) ? audience : $"'{Quote().Replace(audience, "$0$0")}'";

    [GeneratedRegex(@"\A[A-Za-z0-9._][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainWord();

    [GeneratedRegex("['\u2018-\u201b]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quote();
}
