using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace TrustedPublish.Loading;

/// <summary>
/// Runs when the module is imported: from then on <c>TrustedPublish.Core</c> is found in the module's own
/// <see cref="DependencyContext"/>, whatever other modules have loaded.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private static readonly Lazy<DependencyContext> Dependencies = new(static () => new DependencyContext());
    private static int _hooked;

    /// <inheritdoc/>
    public void OnImport()
    {
        // Once in a process: each runspace that imports the module comes here. It is never unhooked, because another
        // runspace may still need it after this one removes the module.
        if (Interlocked.Exchange(ref _hooked, 1) == 0) AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        string.Equals(name.Name, DependencyContext.Root, StringComparison.Ordinal) ? Dependencies.Value.LoadFromAssemblyName(name) : null;
}
