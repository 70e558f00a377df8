namespace TrustedPublish.Rehearsal.Stage.Tools;

/// <summary>The ID token that a tool asks for.</summary>
/// <param name="System">The system in whose name.</param>
/// <param name="Audience">Its audience.</param>
internal sealed record ToolTokenRequest(CISystem System, string Audience)
{
    /// <summary>Claims beside or instead of the job's.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What stands behind the system's issuer, from its slash on.</summary>
    public string IssuerPath { get; init; } = "";

    /// <summary>How long it lives; null for as long as the system's do.</summary>
    public int? LifetimeSeconds { get; init; }
}
