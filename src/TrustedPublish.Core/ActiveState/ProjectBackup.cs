using TrustedPublish.Core.Failures;

namespace TrustedPublish.Core.ActiveState;

/// <summary>
/// The two files of a project that a publication changes, as they were: <c>buildscript.as</c>, which is written here and laid
/// out anew by <c>state commit</c>, and <c>activestate.yaml</c>, in which <c>state commit</c> puts the new commit. The copies
/// lie on disk, beside the files, so that even a killed process loses nothing; of a symbolic link they lie beside its target.
/// </summary>
internal sealed class ProjectBackup
{
    private const string Extension = ".before";

    private readonly ProjectFolder _project;
    private readonly List<Entry> _files = [];
    private bool _isWritten;

    /// <summary>Copies the project's files.</summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptUnwritable"/>; then no copy is left.</exception>
    public ProjectBackup(ProjectFolder project)
    {
        _project = project;
        try
        {
            foreach (var path in new[] { project.ScriptPath, project.ConfigurationPath })
            {
                var place = WholeFile.FinalTarget(path);
                _files.Add(new Entry(path, new FileInfo(path).LinkTarget, place, File.Exists(place) ? Copy(place) : null));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard();
            throw ScriptFile.Unwritable(project.Path, exception);
        }
    }

    /// <summary>Writes the project's build script; from then on there is something to put back.</summary>
    /// <exception cref="PublishException">As <see cref="ScriptFile.Write"/> says.</exception>
    public void WriteScript(string text, bool replace)
    {
        ScriptFile.Write(_project.ScriptPath, text, replace);
        _isWritten = true;
    }

    /// <summary>Lets the copies go: what the files hold now is to stay.</summary>
    public void Discard()
    {
        foreach (var file in _files)
            if (file.Copy is not null) WholeFile.Remove(file.Copy);
        _files.Clear();
    }

    /// <summary>
    /// Puts the files back, and removes a script that was not there. Until this run has written one nothing is touched: what
    /// is there then is another's.
    /// </summary>
    /// <exception cref="PublishException"><see cref="FailureKind.BuildScriptUnwritable"/>; it names the copy, which is kept.</exception>
    public void Restore()
    {
        if (!_isWritten)
        {
            Discard();
            return;
        }

        PublishException? failure = null;
        foreach (var file in _files)
        {
            try
            {
                if (file.Copy is not null) File.Move(file.Copy, file.Place, overwrite: true);
                else if (file.Path == _project.ScriptPath) File.Delete(file.Place);
                file.Relink();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failure ??= new PublishException(
                    FailureKind.BuildScriptUnwritable,
                    $"{file.Path} can't be put back as it was: {exception.Message}",
                    file.Copy is null ? $"Delete {file.Place}: it was not there before." : $"What was in it is in {(File.Exists(file.Copy) ? file.Copy : file.Place)}.",
                    exception) { Target = file.Path };
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

    /// <summary>A file of the project.</summary>
    /// <param name="Path">Where the project has it.</param>
    /// <param name="Link">What it links to, as the link says it; null where it is none.</param>
    /// <param name="Place">Where its content is.</param>
    /// <param name="Copy">Its copy; null where there was none.</param>
    private sealed record Entry(string Path, string? Link, string Place, string? Copy)
    {
        /// <summary>Makes the link again where a tool has put a file in its place.</summary>
        public void Relink()
        {
            if (Link is null || new FileInfo(Path).LinkTarget == Link) return;
            File.Delete(Path);
            File.CreateSymbolicLink(Path, Link);
        }
    }
}
