using System.Reflection;
using System.Runtime.Loader;

namespace TrustedPublish.Loading;

/// <summary>
/// Where Core and what it needs live, apart from the libraries of other modules: it loads from <c>dependencies/</c> beside
/// this assembly and from nowhere else; the framework's own assemblies come from the default context.
/// </summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    /// <summary>The assembly through which the rest of the module enters this context.</summary>
    public const string Root = "TrustedPublish.Core";

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "dependencies");

    public DependencyContext()
        : base("TrustedPublish")
    {
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
