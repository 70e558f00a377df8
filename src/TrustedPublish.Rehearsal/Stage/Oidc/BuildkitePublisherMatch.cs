namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers of Buildkite, on the claims that their proposal looks at (warehouse PR #20515).</summary>
internal sealed class BuildkitePublisherMatch : PublisherMatch<BuildkitePublisher>
{
    protected override IReadOnlyList<ClaimCheck<BuildkitePublisher>> Required { get; } =
    [
        new("organization_slug", static (publisher, claims) => publisher.Organization == claims.Text("organization_slug")),
        new("pipeline_slug", static (publisher, claims) => publisher.Pipeline == claims.Text("pipeline_slug")),
        new("jti", static (_, claims) => claims.IsNew()),
    ];

    protected override IReadOnlyList<ClaimCheck<BuildkitePublisher>> Optional { get; } =
    [
        new("build_branch", static (publisher, claims) => publisher.Branch is null || publisher.Branch == claims.Text("build_branch")),
        new("build_tag", static (publisher, claims) => publisher.Tag is null || publisher.Tag == claims.Text("build_tag")),
        new("step_key", static (publisher, claims) => publisher.Step is null || publisher.Step == claims.Text("step_key")),
    ];

    protected override BuildkitePublisher? Look(SignedClaims claims, IReadOnlyList<BuildkitePublisher> publishers) => publishers
        .Where(publisher => publisher.Organization == claims.Text("organization_slug") && publisher.Pipeline == claims.Text("pipeline_slug"))
        .OrderByDescending(publisher => Optional.All(check => check.Holds(publisher, claims)))
        .ThenByDescending(static publisher => new[] { publisher.Branch, publisher.Tag, publisher.Step }.Count(static part => part is not null))
        .FirstOrDefault();
}
