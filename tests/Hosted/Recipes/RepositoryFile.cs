using TrustedPublish.Hosted.Support;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>Files of the repository by their path from its root.</summary>
internal static class RepositoryFile
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = ModuleHost.Metadata("RepositoryRoot");

    public static string Path(string path) => System.IO.Path.Combine(Root, path);

    /// <summary>A file's text, with line feeds however it was checked out.</summary>
    public static string Read(string path) => File.ReadAllText(Path(path)).ReplaceLineEndings("\n");

    /// <summary>The version of the module, as its manifest has it.</summary>
    public static string ModuleVersion { get; } = new DirectoryInfo(ModuleHost.Metadata("StagedModule").TrimEnd('/', '\\')).Name;
}
