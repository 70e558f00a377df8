using System.Text.RegularExpressions;

namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers of GitLab, of gitlab.com as of instances of one's own (warehouse oidc/models/gitlab.py).</summary>
internal sealed partial class GitLabPublisherMatch : PublisherMatch<GitLabPublisher>
{
    protected override bool TakesOtherIssuers => true;

    protected override IReadOnlyList<ClaimCheck<GitLabPublisher>> Required { get; } =
    [
        new("sub", static (publisher, claims) => claims.Text("sub")?.Split(':') is [var kind, var path, ..]
            && $"{kind}:{path}".Equals($"project_path:{publisher.Namespace}/{publisher.Project}", StringComparison.OrdinalIgnoreCase)),
        new("project_path", static (publisher, claims) => $"{publisher.Namespace}/{publisher.Project}".Equals(claims.Text("project_path"), StringComparison.OrdinalIgnoreCase)),
        new("ci_config_ref_uri", static (publisher, claims) => IsItsPipeline(publisher, claims)),
        new("jti", static (_, claims) => claims.IsNew()),
    ];

    protected override IReadOnlyList<string> Present => ["ref_path", "sha"];

    protected override IReadOnlyList<ClaimCheck<GitLabPublisher>> Optional { get; } =
    [
        new("environment", static (publisher, claims) => string.IsNullOrEmpty(publisher.Environment) || publisher.Environment == claims.Text("environment")),
    ];

    protected override GitLabPublisher? Look(SignedClaims claims, IReadOnlyList<GitLabPublisher> publishers)
    {
        var file = FilePath().Match(claims.Text("ci_config_ref_uri") ?? "");
        if (!file.Success) throw MintRefusedException.NoPublisher("Could not extract workflow filename from OIDC claims");
        var candidates = publishers.Where(publisher =>
            $"{publisher.Namespace}/{publisher.Project}".Equals(claims.Text("project_path"), StringComparison.OrdinalIgnoreCase)
            && publisher.WorkflowFilePath == file.Value
            && IssuerOf(publisher, claims) == claims.Issuer).ToList();
        return candidates.Find(publisher => claims.Text("environment") is { Length: > 0 } environment && environment == publisher.Environment)
            ?? candidates.Find(static publisher => string.IsNullOrEmpty(publisher.Environment));
    }

    private static string IssuerOf(GitLabPublisher publisher, SignedClaims claims) => publisher.IssuerUrl ?? claims.KnownIssuer;

    private static bool IsItsPipeline(GitLabPublisher publisher, SignedClaims claims)
    {
        var given = claims.Text("ci_config_ref_uri");
        if (string.IsNullOrEmpty(given)) throw MintRefusedException.NoPublisher("The ci_config_ref_uri claim is empty");
        var (gitRef, sha) = (claims.Text("ref_path"), claims.Text("sha"));
        if (string.IsNullOrEmpty(gitRef) || string.IsNullOrEmpty(sha)) throw MintRefusedException.NoPublisher("The ref_path and sha claims are empty");
        // The claim has no scheme; PyPI's issuers all have https, and one on loopback has not.
        var host = IssuerOf(publisher, claims).Split("://")[^1];
        var expected = new[] { gitRef, sha }.Select(at => $"{host}/{publisher.Namespace}/{publisher.Project}//{publisher.WorkflowFilePath}@{at}")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (!expected.Contains(given))
            throw MintRefusedException.NoPublisher($"The ci_config_ref_uri claim does not match, expecting one of ['{string.Join("', '", expected)}'], got '{given}'");
        return true;
    }

    // A path has slashes of its own, and stands between two slashes and an @.
    [GeneratedRegex(@"(?<=//).*[^/]\.(?:yml|yaml)(?=@)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilePath();
}
