using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// The two files of a project that a publication changes, as they were: <c>buildscript.as</c>, which is written here and laid
/// out anew by <c>state commit</c>, and <c>activestate.yaml</c>, in which <c>state commit</c> puts the new commit. The copies
/// lie on disk, beside the files, so that even a killed process loses nothing.
/// </summary>
internal sealed class ProjectBackup
{
    private const string Extension = ".before";

    private readonly List<(string Original, string? Copy)> _files = [];

    /// <summary>Copies the project's files.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptUnwritable"/>; then no copy is left.</exception>
    public ProjectBackup(ProjectFolder project)
    {
        try
        {
            foreach (var original in new[] { project.ScriptPath, project.ConfigurationPath })
                _files.Add((original, File.Exists(original) ? Copy(original) : null));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard();
            throw ScriptFile.Unwritable(project.Path, exception);
        }
    }

    /// <summary>Lets the copies go: what the files hold now is to stay.</summary>
    public void Discard()
    {
        foreach (var (_, copy) in _files)
            if (copy is not null) ScriptFile.Remove(copy);
        _files.Clear();
    }

    /// <summary>Puts the files back. A file that was not there is removed.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptUnwritable"/>; it names the copy, which is kept.</exception>
    public void Restore()
    {
        PublishException? failure = null;
        foreach (var (original, copy) in _files)
        {
            try
            {
                if (copy is null) File.Delete(original);
                else File.Move(copy, original, overwrite: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failure ??= new PublishException(
                    FailureKind.BuildScriptUnwritable,
                    $"{original} can't be put back as it was: {exception.Message}",
                    copy is null ? $"Delete {original}: it was not there before." : $"What was in it is in {copy}.",
                    exception) { Target = original };
            }
        }

        _files.Clear();
        if (failure is not null) throw failure;
    }

    /// <summary>A copy under a name that nothing has: one that a killed process has left is not replaced.</summary>
    private static string Copy(string original)
    {
        for (var number = 1; ; number++)
        {
            var copy = number == 1 ? $"{original}{Extension}" : $"{original}{Extension}{number}";
            if (Path.Exists(copy)) continue;
            File.Copy(original, copy);
            return copy;
        }
    }
}
