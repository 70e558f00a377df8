namespace TrustedPublish.Rehearsal.Stage.Oidc;

/// <summary>The publishers that the index knows, and what becomes of the pending ones.</summary>
internal sealed class RegisteredPublishers(List<Publisher> publishers, IndexStore store)
{
    private readonly Lock _one = new();

    /// <summary>The publisher that the token stands for and the projects that it is good for, null for every one; a pending publisher's first token makes its project.</summary>
    /// <exception cref="MintRefusedException">No publisher goes with the token.</exception>
    public (Publisher Publisher, IReadOnlyList<string>? Projects) Settle(IPublisherMatch match, SignedClaims claims)
    {
        lock (_one)
        {
            if (FindPending(match, claims) is { } pending) MakeProject(pending);
            var found = match.Find(claims, [.. publishers.Where(static publisher => !publisher.Pending)]);
            // The same registration may stand on several projects.
            var all = publishers.Where(publisher => publisher.IsSameAs(found)).ToList();
            return (found, all.Exists(static publisher => publisher.Projects is null) ? null : [.. all.SelectMany(static publisher => publisher.Projects!)]);
        }
    }

    /// <summary>Whether the index has the project: it holds files of it, or somebody publishes it already.</summary>
    public bool IsProject(string project)
    {
        lock (_one)
            return Holds(project) || publishers.Exists(publisher => !publisher.Pending && publisher.Projects?.Any(name => ProjectNames.Normalize(name) == ProjectNames.Normalize(project)) is true);
    }

    private Publisher? FindPending(IPublisherMatch match, SignedClaims claims)
    {
        try
        {
            return match.Find(claims, [.. publishers.Where(static publisher => publisher.Pending)]);
        }
        catch (MintRefusedException refusal) when (refusal.Code == MintRefusedException.InvalidPublisher)
        {
            // An ordinary one may fit.
            return null;
        }
    }

    private void MakeProject(Publisher pending)
    {
        var position = publishers.IndexOf(pending);
        if (pending.ProjectExists || pending.Projects?.Any(Holds) is true)
        {
            // The index forgets it, and the next exchange looks for an ordinary one.
            publishers.RemoveAt(position);
            throw new MintRefusedException("invalid-pending-publisher", "valid token, but project already exists");
        }

        if (pending.ProjectRefusal is not null) throw MintRefusedException.Payload(pending.ProjectRefusal);
        publishers[position] = pending with { Pending = false };
    }

    private bool Holds(string project) => store.Files.Any(file => file.Project == ProjectNames.Normalize(project));
}
