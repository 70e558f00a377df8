using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>A platform that ActiveState builds for. Its catalogue knows platforms by UUID; three have names here.</summary>
/// <param name="Id">The UUID in lower case.</param>
public sealed record PlatformId(string Id)
{
    /// <summary>The platforms with a name: those that the State Tool takes for each system (ActiveState/cli internal/constants).</summary>
    public static IReadOnlyDictionary<string, PlatformId> Named { get; } = new Dictionary<string, PlatformId>(StringComparer.OrdinalIgnoreCase)
    {
        ["linux"] = new("7c998ec2-7491-4e75-be4d-8885800ef5f2"),
        ["macos"] = new("46a5b48f-226a-4696-9746-ba4d50d661c2"),
        ["windows"] = new("78977bc8-0f32-519d-80f3-9043f059398c"),
    };

    /// <summary>Reads <c>linux</c>, <c>macos</c>, <c>windows</c>, or a UUID.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptValueInvalid"/>.</exception>
    public static PlatformId Parse(string text)
    {
        if (Named.TryGetValue(text.Trim(), out var named)) return named;
        // Only the form with hyphens: braces and bare digits are no UUID to the platform.
        if (Guid.TryParseExact(text.Trim(), "D", out var id)) return new PlatformId(id.ToString("D"));
        throw ScriptValue.Invalid("platform", text, "it is neither 'linux', 'macos' or 'windows' nor a UUID", "Take the UUID from ActiveState's list of platforms.");
    }
}
