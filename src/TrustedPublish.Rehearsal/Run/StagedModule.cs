using System.Reflection;

namespace TrustedPublish.Rehearsal.Run;

/// <summary>Where the build has staged the module.</summary>
internal static class StagedModule
{
    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Path.Combine(
        typeof(StagedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static entry => entry.Key == nameof(StagedModule)).Value!, "TrustedPublish.psd1");

    /// <exception cref="FileNotFoundException">Nothing is staged there.</exception>
    public static void Require()
    {
        if (!File.Exists(Manifest)) throw new FileNotFoundException($"The module is not staged at {Manifest}. Build it: dotnet build src/TrustedPublish.Cmdlets");
    }
}
