using TrustedPublish.Core.Identity;

namespace TrustedPublish.Core.Tools;

/// <summary>
/// Looks for a program as a shell does, but only in the folders of PATH that are absolute: what an empty or relative one means
/// depends on where the process stands, and there may lie what the job has just downloaded.
/// </summary>
internal static class ToolSearch
{
    // Windows' own default, without the scripts that only the Windows Script Host runs.
    private const string DefaultExtensions = ".COM;.EXE;.BAT;.CMD";

    /// <summary>The full name of the first program called <paramref name="name"/>, or null.</summary>
    public static string? Find(string name, JobEnvironment environment)
    {
        // A name with a folder in it would not be searched for, but taken from there.
        if (name.Length == 0 || name.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar, Path.VolumeSeparatorChar)) return null;
        var folders = (environment["PATH"] ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static folder => OperatingSystem.IsWindows() ? folder.Trim('"') : folder)
            .Where(static folder => Path.IsPathFullyQualified(folder));
        var extensions = OperatingSystem.IsWindows() ? Extensions(name, environment) : [""];
        return folders.SelectMany(folder => extensions.Select(extension => Path.Combine(folder, name + extension))).FirstOrDefault(IsProgram);
    }

    private static string[] Extensions(string name, JobEnvironment environment)
    {
        string[] runnable = [.. (environment["PATHEXT"] ?? DefaultExtensions)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static extension => DefaultExtensions.Split(';').Contains(extension, StringComparer.OrdinalIgnoreCase))];
        return runnable.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) ? ["", .. runnable] : runnable;
    }

    private static bool IsProgram(string path)
    {
        try
        {
            if (!File.Exists(path)) return false;
            if (OperatingSystem.IsWindows()) return true;
            // A symbolic link has a mode of its own, which says nothing.
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return (File.GetUnixFileMode(target) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
