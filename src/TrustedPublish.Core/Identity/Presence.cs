namespace TrustedPublish.Core.Identity;

/// <summary>Whether this process runs in a job of a CI system.</summary>
/// <param name="IsPresent">Whether it does.</param>
/// <param name="Detail">By what that was seen, or what was lacking, such as <c>GITHUB_ACTIONS is not set</c>.</param>
public sealed record Presence(bool IsPresent, string Detail)
{
    /// <summary>By a variable that is set, whatever it says.</summary>
    public static Presence OfVariable(JobEnvironment environment, string name) => environment[name] is null
        ? new Presence(false, $"{name} is not set")
        : new Presence(true, $"{name} is set");

    /// <summary>By a variable that says <c>true</c>.</summary>
    public static Presence OfFlag(JobEnvironment environment, string name) => environment.IsTrue(name)
        ? new Presence(true, $"{name} is 'true'")
        : new Presence(false, environment[name] is null ? $"{name} is not set" : $"{name} is not 'true'");
}
