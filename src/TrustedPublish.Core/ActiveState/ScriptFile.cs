using System.Text;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>A build script on disk.</summary>
public static class ScriptFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes the script beside its place and moves it there, so that whoever reads the place finds one script whole, the old
    /// or the new. Where the place is a symbolic link, that is done at its target.
    /// </summary>
    /// <exception cref="PublishException">
    /// <see cref="FailureKind.BuildScriptExists"/> where there is one that is not to be replaced, or
    /// <see cref="FailureKind.BuildScriptUnwritable"/>.
    /// </exception>
    public static void Write(string path, string text, bool replace)
    {
        if (!replace) Refuse(path);
        string? beside = null;
        try
        {
            var place = FinalTarget(path);
            beside = $"{place}.{Path.GetRandomFileName()}";
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(Utf8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, place, replace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (beside is not null) Remove(beside);
            // Written by another since it was looked for.
            if (!replace) Refuse(path);
            throw Unwritable(path, exception);
        }
    }

    /// <summary>Ends with an error where there is a script already.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptExists"/>.</exception>
    public static void Refuse(string path)
    {
        if (!Path.Exists(path)) return;
        throw new PublishException(
            FailureKind.BuildScriptExists,
            $"{path} exists, and what is in it would be lost.",
            "Replace it with -Force, or move it away first.") { Target = path };
    }

    /// <summary>Where the path's content is: at the end of its symbolic links, which need not exist; without a link the path itself.</summary>
    /// <exception cref="IOException">They go in a circle, or can't be read.</exception>
    internal static string FinalTarget(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : path;

    internal static PublishException Unwritable(string path, Exception exception) => new(
        FailureKind.BuildScriptUnwritable,
        $"{path} can't be written: {exception.Message}",
        "Check the folder's permissions and the space on its disk.",
        exception) { Target = path };

    internal static void Remove(string path)
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
