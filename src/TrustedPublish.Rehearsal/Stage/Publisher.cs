namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A trusted publisher as a maintainer registers it on the index: who may publish what.</summary>
/// <param name="Owner">The repository's owner; compared without case.</param>
/// <param name="Repository">The repository without its owner; compared without case.</param>
/// <param name="Workflow">The workflow's file name.</param>
/// <param name="Environment">The environment, or null for any; compared without case.</param>
/// <param name="Projects">The projects it may upload to; null for every project, a convenience of this index.</param>
/// <param name="Pending">Whether its project does not exist yet and is made by the first token.</param>
public sealed record Publisher(
    string Owner, string Repository, string Workflow, string? Environment, IReadOnlyList<string>? Projects, bool Pending = false)
{
    /// <summary>The owner's number, which a renamed owner keeps; null leaves it unchecked.</summary>
    public string? OwnerId { get; init; }

    /// <summary>A publisher that fits <paramref name="job"/>; without projects it covers every one.</summary>
    public static Publisher For(JobIdentity job, params string[] projects) =>
        new(job.Owner, job.Repository, job.Workflow, job.Environment, projects.Length == 0 ? null : projects) { OwnerId = job.OwnerId };
}
