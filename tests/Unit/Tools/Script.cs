using System.Runtime.Versioning;
using TrustedPublish.Core.Identity;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Tools;

/// <summary>Small programs of the test's own in a folder that is the whole PATH.</summary>
internal sealed class Script : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public JobEnvironment Job => new(name => name == "PATH" ? Folder : null);

    /// <summary>Writes a shell script, or on Windows a batch file.</summary>
    public void Write(string name, string unix, string windows)
    {
        var path = Path.Combine(Folder, OperatingSystem.IsWindows() ? $"{name}.cmd" : name);
        File.WriteAllText(path, OperatingSystem.IsWindows() ? $"@echo off\r\n{windows.ReplaceLineEndings("\r\n")}\r\n" : $"#!/bin/sh\n{unix}\n");
        if (!OperatingSystem.IsWindows()) Allow(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Dispose();

    [UnsupportedOSPlatform("windows")]
    private static void Allow(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);
}
