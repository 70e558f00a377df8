namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A project of Semaphore, as it is proposed (warehouse PR #19048).</summary>
/// <param name="Organization">The organisation's name.</param>
/// <param name="Project">The project's name.</param>
public sealed record SemaphorePublisher(string Organization, string Project) : Publisher
{
    public override CISystem System => CISystem.Semaphore;
}
