using TrustedPublish.Core.Index;

namespace TrustedPublish.Core.ActiveState;

/// <summary>What is asked of ActiveState's Platform.</summary>
/// <param name="Index">The index to publish to.</param>
/// <param name="Destination">How the script names that index.</param>
/// <param name="Namespace">Where the package goes in the catalogue.</param>
public sealed record PlatformBuild(PackageIndex Index, BuildDestination Destination, IngredientNamespace Namespace)
{
    /// <summary>The platforms to build for.</summary>
    public required IReadOnlyList<PlatformId> Platforms { get; init; }

    /// <summary>The Python that builds.</summary>
    public string PythonVersion { get; init; } = BuildScript.DefaultPythonVersion;

    /// <summary>Makes a new revision of a version that the catalogue has.</summary>
    public bool Edit { get; init; }

    /// <summary>Whether a build script that is there may be replaced.</summary>
    public bool ReplaceScript { get; init; }

    /// <summary>Builds the wheel and publishes nothing on the index.</summary>
    public bool WheelOnly { get; init; }

    /// <summary>Tries after the first one where a build is interrupted.</summary>
    public int MaximumRetryCount { get; init; }
}
