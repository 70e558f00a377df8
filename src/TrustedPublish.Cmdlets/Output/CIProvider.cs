namespace TrustedPublish;

/// <summary>The CI systems that <c>-Provider</c> can name.</summary>
public enum CIProvider
{
    /// <summary>GitHub Actions.</summary>
    GitHubActions,
}
