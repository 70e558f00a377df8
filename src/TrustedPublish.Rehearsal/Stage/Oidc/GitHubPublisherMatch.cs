using Microsoft.IdentityModel.JsonWebTokens;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>
/// Finds the publisher that an ID token of GitHub stands for, on the claims and with the words of PyPI (warehouse
/// oidc/models/github.py).
/// </summary>
internal static class GitHubPublisherMatch
{
    private static readonly string[] Required = ["repository", "repository_owner", "repository_owner_id", "job_workflow_ref", "event_name", "jti", "sub"];

    /// <summary>The publisher, or null and why there is none.</summary>
    public static Publisher? Find(JsonWebToken token, IReadOnlyCollection<Publisher> publishers, out string reason)
    {
        reason = "Publisher with matching claims was not found";
        foreach (var claim in Required)
        {
            if (Claim(token, claim) is null)
            {
                reason = $"Missing claim '{claim}'";
                return null;
            }
        }

        if (Claim(token, "event_name") == "pull_request_target")
        {
            reason = "Publishing from a workflow invoked via 'pull_request_target' is not supported.";
            return null;
        }

        var repository = Claim(token, "repository")!;
        var workflowRef = Claim(token, "job_workflow_ref")!;
        if (workflowRef.Length == 0)
        {
            reason = "The job_workflow_ref claim is empty";
            return null;
        }

        var (gitRef, sha) = (Claim(token, "ref"), Claim(token, "sha"));
        if (string.IsNullOrEmpty(gitRef) && string.IsNullOrEmpty(sha))
        {
            reason = "The ref and sha claims are empty";
            return null;
        }

        // The lookup: repository, owner, the workflow's file name, and the environment.
        var file = workflowRef.Split('@')[0].Split('/')[^1];
        var candidates = publishers.Where(publisher =>
            repository.Equals($"{publisher.Owner}/{publisher.Repository}", StringComparison.OrdinalIgnoreCase)
            && publisher.Workflow == file
            && (publisher.OwnerId is null || publisher.OwnerId == Claim(token, "repository_owner_id"))).ToList();
        var environment = Claim(token, "environment");
        var found = candidates.Find(publisher => publisher.Environment is { } wanted && wanted.Equals(environment, StringComparison.OrdinalIgnoreCase))
            ?? candidates.Find(static publisher => publisher.Environment is null);
        if (found is null) return null;

        // The check: the workflow of this very repository, at this ref or commit. A reusable workflow of another fails here.
        var expected = new[] { gitRef, sha }.Where(static at => !string.IsNullOrEmpty(at))
            .Select(at => $"{found.Owner}/{found.Repository}/.github/workflows/{found.Workflow}@{at}").ToList();
        if (expected.Exists(wanted => wanted.Equals(workflowRef, StringComparison.OrdinalIgnoreCase))) return found;
        reason = $"The job_workflow_ref claim does not match, expecting one of ['{string.Join("', '", expected)}'], got '{workflowRef}'";
        return null;
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
