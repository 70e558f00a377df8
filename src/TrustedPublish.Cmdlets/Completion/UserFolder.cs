using System.Management.Automation;
using System.Management.Automation.Language;
using TrustedPublish.Core;

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

    /// <summary>
    /// The lines of a file; none where it is not there or no configuration. A clone can hold links, and what they lead to may
    /// be a device without an end or a pipe that nobody writes to, so only a plain file is opened.
    /// </summary>
    public static string[] Lines(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || !IsPlain(file)) return [];
        using var stream = file.OpenRead();
        // As long as it was a moment ago, however long it has become.
        var bytes = new byte[file.Length];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, length));
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>
    /// The value for an argument, quoted where it needs it; none for a text with a control character, which would be pressed as
    /// a key where it is completed.
    /// </summary>
    public static IEnumerable<CompletionResult> Result(string value, string toolTip)
    {
        if (value.Any(char.IsControl)) return [];
        var isBare = value.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '/') && !value.StartsWith('-');
        // PowerShell ends a text in single quotes at any of its five quotes, and knows itself how each is written.
        var text = isBare ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        return [new(text, PlainText.OneLine(value), CompletionResultType.ParameterValue, PlainText.OneLine(toolTip))];
    }

    // Neither a link nor a junction; on Unix neither a device, a pipe nor a socket, which have no length, as an empty file has none.
    private static bool IsPlain(FileInfo file) =>
        file.LinkTarget is null && (file.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Device | FileAttributes.Directory)) == FileAttributes.None && file.Length is > 0 and < LongestFile;
}
