using System.Collections;
using TrustedPublish.Rehearsal.Run;

namespace TrustedPublish.Rehearsal.Serve;

/// <summary>The lines by which a shell becomes the stage's job and no other: what is set, and what is to be unset.</summary>
internal static class ShellLines
{
    /// <summary>The variables of other CI systems' jobs that this process has; a shell that it was started from has them too.</summary>
    private static IEnumerable<string> Foreign(IReadOnlyDictionary<string, string> variables) => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(static entry => (string)entry.Key).Where(name => JobVariables.IsOfAnyJob(name) && !variables.ContainsKey(name)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> PowerShell(IReadOnlyDictionary<string, string> variables) =>
    [
        .. Foreign(variables).Select(static name => $"$env:{name} = $null"),
        .. variables.Select(static pair => $"$env:{pair.Key} = '{pair.Value.Replace("'", "''", StringComparison.Ordinal)}'"),
    ];

    public static IEnumerable<string> Posix(IReadOnlyDictionary<string, string> variables) =>
    [
        .. Foreign(variables).Select(static name => $"unset {name}"),
        .. variables.Select(static pair => $"export {pair.Key}='{pair.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'"),
    ];
}
