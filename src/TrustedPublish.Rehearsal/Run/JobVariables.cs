namespace TrustedPublish.Rehearsal.Run;

/// <summary>Variables by which CI systems mark their jobs: the rehearsal is a job of its own provider and of no other.</summary>
public static class JobVariables
{
    private static readonly string[] Prefixes =
    [
        "ACTIONS_", "GITHUB_", "GITLAB_", "CI_", "BUILDKITE", "CIRCLE", "SEMAPHORE", "GCE_METADATA_", "GOOGLE_SERVICE_ACCOUNT_", "ACTIVESTATE_",
        "TRUSTEDPUBLISH_IAM_", "TRUSTEDPUBLISH_REHEARSAL",
    ];

    public static bool IsOfAnyJob(string name) =>
        name.Equals("CI", StringComparison.OrdinalIgnoreCase)
        // GitLab's users choose the name, and most choose what clients look for.
        || name.EndsWith("_ID_TOKEN", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
