namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A pipeline of CircleCI, as it was proposed (warehouse PR #19309).</summary>
/// <param name="Organization">The organisation's UUID.</param>
/// <param name="Project">The project's UUID.</param>
/// <param name="PipelineDefinition">The UUID of the pipeline's definition.</param>
public sealed record CircleCIPublisher(string Organization, string Project, string PipelineDefinition) : Publisher
{
    public override CISystem System => CISystem.CircleCI;
}
