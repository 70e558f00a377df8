namespace TrustedPublish.Core.Identity;

/// <summary>
/// Systems whose jobs get no ID token that an index accepts, by the variables that their documentation names for telling them.
/// </summary>
internal static class OtherSystems
{
    private static readonly IReadOnlyList<(string Variable, string Name)> Known =
    [
        ("TF_BUILD", "Azure Pipelines"),
        ("JENKINS_URL", "Jenkins"),
        ("BITBUCKET_BUILD_NUMBER", "Bitbucket Pipelines"),
        ("CODEBUILD_BUILD_ID", "AWS CodeBuild"),
        ("TRAVIS", "Travis CI"),
        ("APPVEYOR", "AppVeyor"),
        ("CIRRUS_CI", "Cirrus CI"),
        ("TEAMCITY_VERSION", "TeamCity"),
        ("DRONE", "Drone"),
        ("CF_BUILD_ID", "Codefresh"),
        ("bamboo_buildKey", "Bamboo"),
    ];

    /// <summary>What to do in the one that this process runs in; null for none.</summary>
    public static string? Remedy(JobEnvironment environment)
    {
        if (Known.FirstOrDefault(system => environment[system.Variable] is not null).Name is { } name)
            return $"PyPI has no trusted publisher for {name}: keep an API token in its secrets and pass it to Publish-PythonDistribution -Token, or publish from GitHub Actions, GitLab or Google Cloud.";
        // Set in the State Tool's own shell (ActiveState/cli, constants.go).
        return environment["ACTIVESTATE_ACTIVATED"] is not null
            ? "On ActiveState no process gets an ID token, for the platform publishes by itself: Publish-ActiveStateDistribution has the State Tool evaluate a build script with a publisher in it. Otherwise pass an API token to Publish-PythonDistribution -Token."
            : null;
    }
}
