using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers of GitHub (warehouse oidc/models/github.py).</summary>
internal sealed partial class GitHubPublisherMatch : PublisherMatch<GitHubPublisher>
{
    protected override IReadOnlyList<ClaimCheck<GitHubPublisher>> Required { get; } =
    [
        new("repository", static (publisher, claims) => $"{publisher.Owner}/{publisher.Repository}".Equals(claims.Text("repository"), StringComparison.OrdinalIgnoreCase)),
        new("repository_owner", static (publisher, claims) => publisher.Owner.Equals(claims.Text("repository_owner"), StringComparison.OrdinalIgnoreCase)),
        new("repository_owner_id", static (publisher, claims) => publisher.OwnerId is null || publisher.OwnerId == claims.Text("repository_owner_id")),
        new("job_workflow_ref", static (publisher, claims) => IsItsWorkflow(publisher, claims)),
        new("jti", static (_, claims) => claims.IsNew()),
        new("event_name", static (_, claims) => claims.Text("event_name") == "pull_request_target"
            ? throw MintRefusedException.NoPublisher("Publishing from a workflow invoked via 'pull_request_target' is not supported.")
            : true),
    ];

    protected override IReadOnlyList<string> Present => ["ref", "sha"];

    protected override IReadOnlyList<ClaimCheck<GitHubPublisher>> Optional { get; } =
    [
        new("environment", static (publisher, claims) => string.IsNullOrEmpty(publisher.Environment) || publisher.Environment.Equals(claims.Text("environment"), StringComparison.OrdinalIgnoreCase)),
    ];

    protected override GitHubPublisher? Look(SignedClaims claims, IReadOnlyList<GitHubPublisher> publishers)
    {
        var file = FileName().Match(claims.Text("job_workflow_ref") ?? "");
        if (!file.Success) throw MintRefusedException.NoPublisher("Could not job extract workflow filename from OIDC claims");
        var candidates = publishers.Where(publisher =>
            $"{publisher.Owner}/{publisher.Repository}".Equals(claims.Text("repository"), StringComparison.OrdinalIgnoreCase)
            && (publisher.OwnerId is null || publisher.OwnerId == claims.Text("repository_owner_id"))
            && publisher.Workflow == file.Value).ToList();
        return candidates.Find(publisher => claims.Text("environment") is { Length: > 0 } environment && environment.Equals(publisher.Environment, StringComparison.OrdinalIgnoreCase))
            ?? candidates.Find(static publisher => string.IsNullOrEmpty(publisher.Environment));
    }

    /// <summary>The workflow of this very repository, at this ref or commit: a reusable workflow of another one fails here.</summary>
    private static bool IsItsWorkflow(GitHubPublisher publisher, SignedClaims claims)
    {
        var given = claims.Text("job_workflow_ref");
        if (string.IsNullOrEmpty(given)) throw MintRefusedException.NoPublisher("The job_workflow_ref claim is empty");
        var expected = new[] { claims.Text("ref"), claims.Text("sha") }.Where(static at => !string.IsNullOrEmpty(at))
            .Select(at => $"{publisher.Owner}/{publisher.Repository}/.github/workflows/{publisher.Workflow}@{at}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (expected.Count == 0) throw MintRefusedException.NoPublisher("The ref and sha claims are empty");
        if (!expected.Contains(given, StringComparer.OrdinalIgnoreCase))
            throw MintRefusedException.NoPublisher($"The job_workflow_ref claim does not match, expecting one of ['{string.Join("', '", expected)}'], got '{given}'");
        return true;
    }

    // A file's name may hold an @, and a ref may look like a file.
    [GeneratedRegex(@"[^/]+\.(?:yml|yaml)(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
