using TrustedPublish.Hosted.Support;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>Files of the repository by their path from its root.</summary>
internal static class RepositoryFile
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = ModuleHost.Metadata("RepositoryRoot");

    /// <summary>The pages with something to paste: README and those in the folders of docs, but for the screens and the help.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "README.md",
        "docs/releasing.md",
        .. ((string[])["docs/ci", "docs/how-to", "docs/moving"]).SelectMany(static folder => Directory.EnumerateFiles(Path(folder), "*.md").Select(path => $"{folder}/{System.IO.Path.GetFileName(path)}")).Order(StringComparer.Ordinal),
    ];

    public static string Path(string path) => System.IO.Path.Combine(Root, path);

    /// <summary>A file's text, with line feeds however it was checked out.</summary>
    public static string Read(string path) => File.ReadAllText(Path(path)).ReplaceLineEndings("\n");

    /// <summary>The module's version with the label of a candidate, as the Gallery names it: <c>0.1.0-rc1</c>.</summary>
    public static string ReleaseVersion => Read("module/TrustedPublish.psd1").Split("Prerelease", 2) is [_, var rest] ? $"{ModuleVersion}-{rest.Split('\'')[1]}" : ModuleVersion;

    /// <summary>The version of the module, as its manifest has it.</summary>
    public static string ModuleVersion { get; } = new DirectoryInfo(ModuleHost.Metadata("StagedModule").TrimEnd('/', '\\')).Name;
}
