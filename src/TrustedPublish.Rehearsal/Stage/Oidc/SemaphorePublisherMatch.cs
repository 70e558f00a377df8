namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers of Semaphore, on the claims that name organisation and project (warehouse PR #19048).</summary>
internal sealed class SemaphorePublisherMatch : PublisherMatch<SemaphorePublisher>
{
    protected override IReadOnlyList<ClaimCheck<SemaphorePublisher>> Required { get; } =
    [
        new("org", static (publisher, claims) => publisher.Organization == claims.Text("org")),
        new("prj", static (publisher, claims) => publisher.Project == claims.Text("prj")),
        new("jti", static (_, claims) => claims.IsNew()),
    ];

    protected override SemaphorePublisher? Look(SignedClaims claims, IReadOnlyList<SemaphorePublisher> publishers) =>
        publishers.FirstOrDefault(publisher => publisher.Organization == claims.Text("org") && publisher.Project == claims.Text("prj"));
}
