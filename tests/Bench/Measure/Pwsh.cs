using System.Reflection;

namespace TrustedPublish.Bench.Measure;

/// <summary>Scripts in a pwsh of their own, with the staged module at hand.</summary>
internal static class Pwsh
{
    /// <summary>The staged module's manifest.</summary>
    public static readonly string Manifest = Path.Combine(
        typeof(Pwsh).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static entry => entry.Key == "StagedModule").Value!, "TrustedPublish.psd1");

    /// <summary>Runs a script; <c>$Manifest</c> is the module's, and further variables come as named.</summary>
    public static async Task<Usage> RunAsync(string script, IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken)
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".ps1");
        try
        {
            var assignments = variables.Append(new("Manifest", Manifest)).Select(static variable => $"${variable.Key} = '{variable.Value.Replace("'", "''", StringComparison.Ordinal)}'");
            await File.WriteAllTextAsync(file, $"{string.Join('\n', assignments)}\n$ErrorActionPreference = 'Stop'\n{script}", cancellationToken);
            return await Meter.RunAsync("pwsh", ["-NoProfile", "-NoLogo", "-NonInteractive", "-File", file], environment, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
