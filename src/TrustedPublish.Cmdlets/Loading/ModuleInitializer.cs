using System.Management.Automation;
using System.Management.Automation.Runspaces;
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
    /// <exception cref="NotSupportedException">The session is in the constrained language mode.</exception>
    public void OnImport()
    {
        // The views call methods, which that mode allows of PowerShell's core types alone: there every view would be blank, a
        // failed check's too. Better no module than one that shows nothing (about_Language_Modes).
        if (Runspace.DefaultRunspace?.SessionStateProxy.LanguageMode == PSLanguageMode.ConstrainedLanguage)
            throw new NotSupportedException("TrustedPublish can't show its results in this session, whose language mode is ConstrainedLanguage: import it in one with the full language, such as a CI step of its own.");

        // Once in a process: each runspace that imports the module comes here. It is never unhooked, because another
        // runspace may still need it after this one removes the module.
        if (Interlocked.Exchange(ref _hooked, 1) == 0) AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        string.Equals(name.Name, DependencyContext.Root, StringComparison.Ordinal) ? Dependencies.Value.LoadFromAssemblyName(name) : null;
}
