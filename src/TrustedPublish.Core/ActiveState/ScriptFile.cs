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
        try
        {
            WholeFile.Write(path, Utf8.GetBytes(text), replace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
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

    internal static PublishException Unwritable(string path, Exception exception) => new(
        FailureKind.BuildScriptUnwritable,
        $"{path} can't be written: {exception.Message}",
        "Check the folder's permissions and the space on its disk.",
        exception) { Target = path };
}
