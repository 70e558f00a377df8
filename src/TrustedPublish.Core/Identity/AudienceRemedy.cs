namespace TrustedPublish.Core.Identity;

/// <summary>How a job comes to an ID token for another audience; that depends on who chooses the audience.</summary>
internal static class AudienceRemedy
{
    /// <summary>What to do in a job of the CI system <paramref name="provider"/>.</summary>
    public static string For(string provider, string audience) => provider switch
    {
        GitLab.ProviderName => $"In .gitlab-ci.yml, give the publishing job a token for this audience, as one text and no list: {GitLab.Declaration(audience)}",
        SemaphoreCI.ProviderName =>
            "Semaphore fixes the audience of its tokens to the organization's URL, and no job can change that. Such an index takes no token of Semaphore; pass an API token to Publish-PythonDistribution -Token.",
        _ => $"Request it for this index: Get-CIIdToken -Audience {audience}, or Get-CIIdToken -Repository with the same value as here.",
    };
}
