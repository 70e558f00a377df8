namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A trusted publisher as a maintainer registers it on the index: who may publish what.</summary>
public abstract record Publisher
{
    /// <summary>The CI system whose jobs it is for.</summary>
    public abstract CISystem System { get; }

    /// <summary>The projects it may upload to; null for every project, a convenience of this index.</summary>
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>Whether its project does not exist yet and is made by the first token.</summary>
    public bool Pending { get; init; }

    /// <summary>Of a pending one: its project has been made in another way meanwhile.</summary>
    public bool ProjectExists { get; init; }

    /// <summary>Of a pending one: why the index would not make its project; null where it would.</summary>
    public string? ProjectRefusal { get; init; }

    /// <summary>A publisher that fits GitHub's <paramref name="job"/>; without projects it covers every one.</summary>
    public static GitHubPublisher For(JobIdentity job, params string[] projects) => (GitHubPublisher)For(CISystem.GitHub, job, projects);

    /// <summary>A publisher that fits the stage's usual job of that system.</summary>
    public static Publisher For(CISystem system, params string[] projects) => For(system, new JobIdentity(), projects);

    /// <summary>A publisher that fits <paramref name="job"/> as a job of that system; without projects it covers every one.</summary>
    public static Publisher For(CISystem system, JobIdentity job, params string[] projects)
    {
        Publisher publisher = system switch
        {
            CISystem.GitHub => new GitHubPublisher(job.Owner, job.Repository, job.Workflow, job.Environment) { OwnerId = job.OwnerId },
            CISystem.GitLab => new GitLabPublisher(job.Owner, job.Repository, job.PipelineFile, job.Environment),
            CISystem.Google => new GooglePublisher(job.ServiceAccount),
            CISystem.Buildkite => new BuildkitePublisher(job.Owner, job.Repository),
            CISystem.CircleCI => new CircleCIPublisher(job.OwnerUuid, job.RepositoryUuid, job.PipelineDefinitionId),
            CISystem.Semaphore => new SemaphorePublisher(job.Owner, job.Repository),
            CISystem.ActiveState => new ActiveStatePublisher(job.Owner, job.Repository, job.ActorId),
            _ => throw new ArgumentOutOfRangeException(nameof(system)),
        };
        return publisher with { Projects = projects.Length == 0 ? null : projects };
    }

    /// <summary>Whether both are the same registration, whatever they may upload: the index keeps one and gives it projects.</summary>
    internal bool IsSameAs(Publisher other) => (this with { Projects = null, ProjectExists = false, ProjectRefusal = null }).Equals(other with { Projects = null, ProjectExists = false, ProjectRefusal = null });
}
