namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers of Google Cloud; their tokens may come again (warehouse oidc/models/google.py).</summary>
internal sealed class GooglePublisherMatch : PublisherMatch<GooglePublisher>
{
    protected override IReadOnlyList<ClaimCheck<GooglePublisher>> Required { get; } =
    [
        new("email", static (publisher, claims) => publisher.Email == claims.Text("email")),
        new("email_verified", static (_, claims) => claims.Flag("email_verified") is true),
    ];

    protected override IReadOnlyList<ClaimCheck<GooglePublisher>> Optional { get; } =
    [
        new("sub", static (publisher, claims) => string.IsNullOrEmpty(publisher.Subject) || publisher.Subject == claims.Text("sub")),
    ];

    protected override GooglePublisher? Look(SignedClaims claims, IReadOnlyList<GooglePublisher> publishers)
    {
        var candidates = publishers.Where(publisher => publisher.Email == claims.Text("email")).ToList();
        return candidates.Find(publisher => claims.Text("sub") is { Length: > 0 } subject && subject == publisher.Subject)
            ?? candidates.Find(static publisher => string.IsNullOrEmpty(publisher.Subject));
    }
}
