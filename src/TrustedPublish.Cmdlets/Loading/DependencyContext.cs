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

    private readonly string _folder = Folder();

    public DependencyContext()
        : base("TrustedPublish")
    {
    }

    private static string Folder()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsLinux() ? "linux" : "other";
        var native = Path.Combine(folder, $"net{Environment.Version.Major}-{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");
        return Directory.Exists(native) ? native : folder;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
