namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers of ActiveState; their tokens may come again (warehouse oidc/models/activestate.py).</summary>
internal sealed class ActiveStatePublisherMatch : PublisherMatch<ActiveStatePublisher>
{
    protected override IReadOnlyList<ClaimCheck<ActiveStatePublisher>> Required { get; } =
    [
        new("sub", static (publisher, claims) => IsItsSubject(publisher, claims.Text("sub"))),
        new("organization", static (publisher, claims) => publisher.Organization == claims.Text("organization")),
        new("project", static (publisher, claims) => publisher.Project == claims.Text("project")),
        new("actor_id", static (publisher, claims) => publisher.ActorId == claims.Text("actor_id")),
        new("builder", static (_, claims) => claims.Text("builder") == "pypi-publisher"),
    ];

    protected override ActiveStatePublisher? Look(SignedClaims claims, IReadOnlyList<ActiveStatePublisher> publishers) => publishers.FirstOrDefault(publisher =>
        publisher.Organization == claims.Text("organization") && publisher.Project == claims.Text("project") && publisher.ActorId == claims.Text("actor_id"));

    private static bool IsItsSubject(ActiveStatePublisher publisher, string? subject)
    {
        if (string.IsNullOrEmpty(subject)) throw MintRefusedException.NoPublisher("Missing 'subject' claim");
        var parts = subject.Split(':');
        if (parts.Length < 4) throw MintRefusedException.NoPublisher("Invalid 'subject' claim. Wrong format");
        return string.Join(':', parts[..4]) == $"org:{publisher.Organization}:project:{publisher.Project}"
            ? true
            : throw MintRefusedException.NoPublisher("Invalid 'subject' claim");
    }
}
