using TrustedPublish.Core.Secrets;

namespace TrustedPublish.Core.Identity;

/// <summary>What asking CI systems for ID tokens depends on beside the job's variables.</summary>
public sealed record IdentityOptions
{
    /// <summary>
    /// Is handed each ID token, and each credential that is had on the way to one, before anybody else has it: a CI system that
    /// can hides it in its log from then on.
    /// </summary>
    public Func<Secret, CancellationToken, Task> Hide { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>GitLab: the variable that holds the ID token; null for the one whose name the audience makes.</summary>
    public string? TokenVariable { get; init; }

    /// <summary>How a machine of Google Cloud is recognised.</summary>
    public GoogleMachine Machine { get; init; } = new();
}
