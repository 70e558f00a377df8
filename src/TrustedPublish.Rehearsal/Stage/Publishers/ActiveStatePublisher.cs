namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A project of the ActiveState Platform (warehouse oidc/models/activestate.py).</summary>
/// <param name="Organization">The organisation, to the letter.</param>
/// <param name="Project">Its project there, to the letter.</param>
/// <param name="ActorId">The number that the platform knows the publishing user by.</param>
public sealed record ActiveStatePublisher(string Organization, string Project, string ActorId) : Publisher
{
    public override CISystem System => CISystem.ActiveState;

    /// <summary>The user's name, from which the index asks the platform for the number; no claim is held to it.</summary>
    public string? Actor { get; init; }
}
