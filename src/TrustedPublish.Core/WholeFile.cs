namespace TrustedPublish.Core;

/// <summary>Files that are found whole, the old or the new, whenever somebody looks.</summary>
internal static class WholeFile
{
    /// <summary>
    /// Writes beside the place and moves it there. Where the place is a symbolic link, that is done at its target. Nothing is left
    /// where it fails.
    /// </summary>
    /// <exception cref="IOException">It can't be written, or is there and not to be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool replace)
    {
        string? beside = null;
        try
        {
            var place = FinalTarget(path);
            beside = $"{place}.{Path.GetRandomFileName()}";
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, place, replace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (beside is not null) Remove(beside);
            throw;
        }
    }

    /// <summary>Where the path's content is: at the end of its symbolic links, which need not exist; without a link the path itself.</summary>
    /// <exception cref="IOException">They go in a circle, or can't be read.</exception>
    public static string FinalTarget(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : path;

    /// <summary>Removes what was written beside a place; that it can't be is no error.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover is a lesser evil than an error that hides the first one.
        }
    }
}
