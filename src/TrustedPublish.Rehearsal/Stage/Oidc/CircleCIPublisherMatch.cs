namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>
/// The publishers of CircleCI, on the claims that their proposal looked at; a job that somebody has entered by SSH publishes
/// nothing (warehouse PR #19309).
/// </summary>
internal sealed class CircleCIPublisherMatch : PublisherMatch<CircleCIPublisher>
{
    private const string Organization = "oidc.circleci.com/org-id";
    private const string Project = "oidc.circleci.com/project-id";
    private const string PipelineDefinition = "oidc.circleci.com/pipeline-definition-id";
    private const string Rerun = "oidc.circleci.com/ssh-rerun";

    protected override IReadOnlyList<ClaimCheck<CircleCIPublisher>> Required { get; } =
    [
        new(Organization, static (publisher, claims) => publisher.Organization == claims.Text(Organization)),
        new(Project, static (publisher, claims) => publisher.Project == claims.Text(Project)),
        new(PipelineDefinition, static (publisher, claims) => publisher.PipelineDefinition == claims.Text(PipelineDefinition)),
        new(Rerun, static (_, claims) => claims.Flag(Rerun) is false),
        new("jti", static (_, claims) => claims.IsNew()),
    ];

    protected override CircleCIPublisher? Look(SignedClaims claims, IReadOnlyList<CircleCIPublisher> publishers) => publishers.FirstOrDefault(publisher =>
        publisher.Organization == claims.Text(Organization) && publisher.Project == claims.Text(Project) && publisher.PipelineDefinition == claims.Text(PipelineDefinition));
}
