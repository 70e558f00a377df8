using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TrustedPublish.Loading;

/// <summary>
/// Where Core and what it needs live, apart from the libraries of other modules: it loads from <c>dependencies/</c> beside
/// this assembly and from nowhere else; the framework's own assemblies come from the default context. Where a folder below
/// holds native code for this very runtime and system, that is taken; the IL beside it runs everywhere.
/// </summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    /// <summary>The assembly through which the rest of the module enters this context.</summary>
    public const string Root = "TrustedPublish.Core";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");

    // Native code first, where there is some for this runtime and system; the IL runs everywhere.
    private readonly string[] _folders = [Path.Combine(Folder, NativeName()), Folder];

    public DependencyContext()
        : base("TrustedPublish")
    {
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        foreach (var path in _folders.Select(folder => Path.Combine(folder, $"{assemblyName.Name}.dll")))
        {
            if (File.Exists(path)) return LoadFromAssemblyPath(path);
        }

        // The default context would ask this one again, without end.
        return assemblyName.Name == Root
            ? throw new FileNotFoundException($"The module is not whole: {Root}.dll is missing in {Folder}. Install it again.", $"{Root}.dll")
            : null;
    }

    private static string NativeName()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsLinux() ? "linux" : "other";
        return $"net{Environment.Version.Major}-{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
