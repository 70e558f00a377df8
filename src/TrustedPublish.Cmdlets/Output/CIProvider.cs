namespace TrustedPublish;

/// <summary>The CI systems that <c>-Provider</c> can name.</summary>
public enum CIProvider
{
    /// <summary>GitHub Actions.</summary>
    GitHubActions,

    /// <summary>GitLab CI/CD.</summary>
    GitLab,

    /// <summary>Google Cloud: Compute Engine, Cloud Build, Cloud Run, GKE.</summary>
    GoogleCloud,

    /// <summary>Buildkite.</summary>
    Buildkite,

    /// <summary>CircleCI.</summary>
    CircleCI,

    /// <summary>Semaphore.</summary>
    Semaphore,
}
