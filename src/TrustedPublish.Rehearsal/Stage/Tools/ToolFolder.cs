using System.Runtime.InteropServices;

namespace TrustedPublish.Rehearsal.Stage.Tools;

/// <summary>Executables that stand in for a CI system's programs: each starts this program in its mode <c>tool</c>.</summary>
internal static class ToolFolder
{
    /// <summary>Writes them into a new folder, by name; returns the folder.</summary>
    /// <exception cref="FileNotFoundException">This program can't be started from where its code is.</exception>
    public static string Write(string folder, IEnumerable<string> names)
    {
        var program = FindProgram();
        var runtime = FindRuntime();
        Directory.CreateDirectory(folder);
        foreach (var name in names)
        {
            if (OperatingSystem.IsWindows())
            {
                // In a script a percent sign begins a variable unless there are two of it.
                File.WriteAllText(Path.Combine(folder, $"{name}.cmd"), $"@\"{runtime.Replace("%", "%%", StringComparison.Ordinal)}\" \"{program.Replace("%", "%%", StringComparison.Ordinal)}\" tool {name} %*\r\n");
                continue;
            }

            var script = Path.Combine(folder, name);
            File.WriteAllText(script, $"#!/bin/sh\nexec {Quote(runtime)} {Quote(program)} tool {name} \"$@\"\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    /// <summary>Tests have this program beside them, as a library: the files that make it a program must be there too.</summary>
    private static string FindProgram()
    {
        var program = typeof(ToolFolder).Assembly.Location;
        var settings = Path.ChangeExtension(program, ".runtimeconfig.json");
        return File.Exists(settings) ? program : throw new FileNotFoundException($"{program} can't be started: there is no {Path.GetFileName(settings)} beside it.", settings);
    }

    /// <summary>The <c>dotnet</c> of the runtime that this process runs on; a process may have been started without it.</summary>
    private static string FindRuntime()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : "dotnet";
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
