namespace TrustedPublish.Rehearsal.Run;

/// <summary>Variables by which CI systems mark their jobs: the rehearsal is a job of its own provider and of no other.</summary>
internal static class JobVariables
{
    private static readonly string[] Prefixes = ["ACTIONS_", "GITHUB_", "GITLAB_", "BUILDKITE", "CIRCLE", "SEMAPHORE", "GCE_METADATA_", "GOOGLE_SERVICE_ACCOUNT_"];

    public static bool IsOfAnyJob(string name) => Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
