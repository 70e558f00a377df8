namespace TrustedPublish.Rehearsal.Stage;

/// <summary>A CI system whose jobs the stage can vouch for.</summary>
public enum CISystem
{
    GitHub,
    GitLab,
    Google,
    Buildkite,
    CircleCI,
    Semaphore,

    /// <summary>It has no ambient token: its platform publishes by itself, and the stage only signs in its name.</summary>
    ActiveState,
}

/// <summary>The systems by the names that the index and the command line know them by.</summary>
internal static class CISystemNames
{
    public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<CISystem>().Select(Of)];

    /// <summary>The name of its service on the index (warehouse oidc/utils.py).</summary>
    public static string Of(CISystem system) => system.ToString().ToLowerInvariant();

    public static CISystem? Find(string name) => Enum.GetValues<CISystem>().Where(system => Of(system) == name).Select(static system => (CISystem?)system).FirstOrDefault();
}
