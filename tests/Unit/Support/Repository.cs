namespace TrustedPublish.Unit.Support;

/// <summary>The files of the repository, for tests of what is written beside the code.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    /// <summary>The full path of a file or folder, which is given with slashes.</summary>
    public static string Path(string relative) => System.IO.Path.Combine([Root, .. relative.Split('/')]);

    /// <summary>The text of a file, with line feeds alone.</summary>
    public static string Read(string relative) => File.ReadAllText(Path(relative)).ReplaceLineEndings("\n");

    /// <summary>The repository's own pages, by their paths with slashes: at its root, and below docs.</summary>
    public static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path("docs"), "*.md", SearchOption.AllDirectories))
            .Select(static path => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "TrustedPublish.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"The tests run outside of the repository: {AppContext.BaseDirectory}");
    }
}
