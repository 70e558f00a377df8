using System.Management.Automation;

namespace TrustedPublish.Completion;

/// <summary>The folder that the user is in, as completion sees it: a completer has no session state of its own, and the process's folder is not the user's.</summary>
internal static class UserFolder
{
    // A configuration is a page or two; what is larger is something else.
    private const int LongestFile = 1 << 20;

    /// <summary>What <paramref name="read"/> finds in that folder; nothing where there is none, or it can't be read.</summary>
    public static IEnumerable<CompletionResult> Complete(Func<string, IEnumerable<CompletionResult>> read)
    {
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            var here = shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>().FirstOrDefault()?.ProviderPath;
            return here is null ? [] : [.. read(here)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TimeoutException or RuntimeException)
        {
            return [];
        }
    }

    /// <summary>The files of GitHub's workflows below <paramref name="folder"/>, by name.</summary>
    public static IEnumerable<string> Workflows(string folder)
    {
        var workflows = Path.Combine(folder, ".github", "workflows");
        return Directory.Exists(workflows) ? Directory.EnumerateFiles(workflows, "*.y*ml").Order(StringComparer.Ordinal) : [];
    }

    /// <summary>The lines of a file; none where it is not there or no configuration.</summary>
    public static string[] Lines(string path) => new FileInfo(path) is { Exists: true, Length: < LongestFile } ? File.ReadAllLines(path) : [];

    /// <summary>The value for an argument, quoted where it needs it.</summary>
    public static CompletionResult Result(string value, string toolTip) =>
        new(value.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '/') && !value.StartsWith('-') ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'", value, CompletionResultType.ParameterValue, toolTip);
}
