namespace TrustedPublish.Rehearsal.Stage.Identity;

/// <summary>The stage's job as each system makes it; the process is a job of one of them.</summary>
internal sealed class CIJobs
{
    private readonly Dictionary<CISystem, ICIJob> _jobs;

    public CIJobs(StageOptions options, IdTokenIssuer issuer)
    {
        ICIJob[] all =
        [
            new GitHubJob(options.Job, issuer),
            new GitLabJob(options.Job, issuer, options),
            new GoogleJob(options.Job, issuer, options),
            new BuildkiteJob(options.Job),
            new CircleCIJob(options.Job, issuer),
            new SemaphoreJob(options.Job, issuer, options),
            new ActiveStateJob(options.Job),
        ];
        _jobs = all.ToDictionary(static job => job.System);
        Own = _jobs[options.System];
    }

    /// <summary>That of the stage's own system.</summary>
    public ICIJob Own { get; }

    public ICIJob Of(CISystem system) => _jobs[system];
}
