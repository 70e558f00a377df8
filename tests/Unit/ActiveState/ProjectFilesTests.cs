using TrustedPublish.Core.ActiveState;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.ActiveState;

/// <summary>The files of a project: found, written whole, and put back.</summary>
public sealed class ProjectFilesTests : IDisposable
{
    private const string Url = "https://platform.activestate.com/octo-org/sampleproject?branch=main&commitID=11111111-2222-4333-8444-555555555555";
    private static readonly JobEnvironment Nothing = new(static _ => null);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("project: " + Url + "\nlock: main\n")]
    [InlineData("# a comment\r\nproject: \"" + Url + "\"\r\n")]
    [InlineData("scripts:\n  - name: x\n    project: https://example.org/a/b\nproject: '" + Url + "' # here\n")]
    public void The_project_is_read_from_a_folder_below(string configuration)
    {
        File.WriteAllText(_folder.File("activestate.yaml").FullName, configuration);
        var below = Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b")).FullName;
        var address = ProjectFolder.Get(below, Nothing).ReadAddress();
        Assert.Equal(("octo-org", "sampleproject", "11111111-2222-4333-8444-555555555555", Url), (address.Organization, address.Project, address.CommitId, address.Text));
    }

    [Fact]
    public void An_activated_shell_s_project_comes_first()
    {
        File.WriteAllText(_folder.File("activestate.yaml").FullName, "project: https://platform.activestate.com/a/here\n");
        var other = Directory.CreateDirectory(Path.Combine(_folder.Path, "other")).FullName;
        File.WriteAllText(Path.Combine(other, "activestate.yaml"), "project: https://platform.activestate.com/a/activated\n");
        var project = ProjectFolder.Get(_folder.Path, new JobEnvironment(name => name == "ACTIVESTATE_ACTIVATED" ? other : null));
        Assert.Equal("activated", project.ReadAddress().Project);
    }

    [Fact]
    public void An_activated_shell_whose_project_is_gone_is_told_by_its_variable()
    {
        File.WriteAllText(_folder.File("activestate.yaml").FullName, $"project: {Url}\n");
        var gone = Path.Combine(_folder.Path, "gone");
        var failure = Assert.Throws<PublishException>(() => ProjectFolder.Get(_folder.Path, new JobEnvironment(name => name == "ACTIVESTATE_ACTIVATED" ? gone : null)));
        Assert.Equal((FailureKind.ActiveStateProjectMissing, gone), (failure.Kind, failure.Target));
        foreach (var text in new[] { failure.Message, failure.Remedy })
        {
            Assert.Contains("ACTIVESTATE_ACTIVATED", text, StringComparison.Ordinal);
            Assert.Contains(gone, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_project_or_its_line_there_is_an_error()
    {
        Assert.Equal(FailureKind.ActiveStateProjectMissing, Assert.Throws<PublishException>(() => ProjectFolder.Get(_folder.Path, Nothing)).Kind);
        File.WriteAllText(_folder.File("activestate.yaml").FullName, "lock: main\n");
        Assert.Equal(FailureKind.ActiveStateProjectInvalid, Assert.Throws<PublishException>(() => ProjectFolder.Get(_folder.Path, Nothing).ReadAddress()).Kind);
    }

    [Fact]
    public void A_script_names_its_project()
    {
        Assert.Null(ProjectFolder.ReadScriptAddress(_folder.Path));
        File.WriteAllText(_folder.File("buildscript.as").FullName, $"```\r\nTime: 2000-01-01T00:00:00Z\r\nProject: {Url}\r\n```\r\nmain = x\r\n");
        Assert.Equal(Url, ProjectFolder.ReadScriptAddress(_folder.Path)?.Text);
    }

    [Fact]
    public void A_script_is_replaced_only_where_that_is_asked_for_and_nothing_else_is_left()
    {
        var path = _folder.File("buildscript.as").FullName;
        ScriptFile.Write(path, "one\n", replace: false);
        Assert.Equal(FailureKind.BuildScriptExists, Assert.Throws<PublishException>(() => ScriptFile.Write(path, "two\n", replace: false)).Kind);
        Assert.Equal("one\n", File.ReadAllText(path));
        ScriptFile.Write(path, "three\n", replace: true);
        Assert.Equal("three\n", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_script_that_can_t_be_written_leaves_nothing()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "buildscript.as")).FullName;
        Assert.Equal(FailureKind.BuildScriptUnwritable, Assert.Throws<PublishException>(() => ScriptFile.Write(folder, "x", replace: true)).Kind);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Equal(FailureKind.BuildScriptUnwritable, Assert.Throws<PublishException>(() => ScriptFile.Write(Path.Combine(_folder.Path, "none", "x.as"), "x", replace: true)).Kind);
    }

    [Theory]
    [InlineData("old script")]
    [InlineData(null)]
    public void A_script_that_is_a_link_stays_one(string? old)
    {
        var path = _folder.File("buildscript.as").FullName;
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "shared")).FullName, "one.as");
        if (old is not null) File.WriteAllText(target, old);
        Link(path, Path.Combine("shared", "one.as"));
        ScriptFile.Write(path, "new script", replace: true);
        Assert.Equal(Path.Combine("shared", "one.as"), new FileInfo(path).LinkTarget);
        Assert.Equal("new script", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        var path = _folder.File("buildscript.as").FullName;
        Link(path, "other.as");
        Link(_folder.File("other.as").FullName, "buildscript.as");
        Assert.Equal(FailureKind.BuildScriptUnwritable, Assert.Throws<PublishException>(() => ScriptFile.Write(path, "x", replace: true)).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_backup_puts_back_what_links_lead_to(bool replacesLinks)
    {
        var shared = Directory.CreateDirectory(Path.Combine(_folder.Path, "shared")).FullName;
        var project = new ProjectFolder(_folder.Path);
        foreach (var (path, text) in new[] { (project.ConfigurationPath, "old configuration"), (project.ScriptPath, "old script") })
        {
            File.WriteAllText(Path.Combine(shared, Path.GetFileName(path)), text);
            // Over a second link.
            Link($"{path}.link", Path.Combine("shared", Path.GetFileName(path)));
            Link(path, $"{Path.GetFileName(path)}.link");
        }

        var backup = new ProjectBackup(project);
        backup.WriteScript("new script", replace: true);
        if (replacesLinks) File.Delete(project.ConfigurationPath);
        File.WriteAllText(project.ConfigurationPath, "new configuration");
        backup.Restore();
        foreach (var (path, text) in new[] { (project.ConfigurationPath, "old configuration"), (project.ScriptPath, "old script") })
        {
            Assert.Equal($"{Path.GetFileName(path)}.link", new FileInfo(path).LinkTarget);
            Assert.Equal(text, File.ReadAllText(path));
            Assert.Equal(text, File.ReadAllText(Path.Combine(shared, Path.GetFileName(path))));
        }

        Assert.Equal(2, Directory.GetFileSystemEntries(shared).Length);
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void A_script_that_another_has_written_in_between_is_not_removed()
    {
        var project = Project(null);
        var backup = new ProjectBackup(project);
        File.WriteAllText(project.ScriptPath, "another's");
        Assert.Equal(FailureKind.BuildScriptExists, Assert.Throws<PublishException>(() => backup.WriteScript("new script", replace: false)).Kind);
        backup.Restore();
        Assert.Equal("another's", File.ReadAllText(project.ScriptPath));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_backup_puts_back_what_was_there(bool hadScript)
    {
        var project = Project(hadScript ? "old script" : null);
        var backup = new ProjectBackup(project);
        backup.WriteScript("new script", replace: true);
        File.WriteAllText(project.ConfigurationPath, "new configuration");
        backup.Restore();
        Assert.Equal(hadScript ? "old script" : null, File.Exists(project.ScriptPath) ? File.ReadAllText(project.ScriptPath) : null);
        Assert.Equal("old configuration", File.ReadAllText(project.ConfigurationPath));
        Assert.Equal(hadScript ? 2 : 1, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_backup_that_is_let_go_leaves_what_is_there_now()
    {
        var project = Project("old script");
        var backup = new ProjectBackup(project);
        File.WriteAllText(project.ScriptPath, "new script");
        backup.Discard();
        Assert.Equal("new script", File.ReadAllText(project.ScriptPath));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void What_a_killed_process_has_left_is_kept()
    {
        var project = Project("second");
        File.WriteAllText($"{project.ScriptPath}.before", "first");
        var backup = new ProjectBackup(project);
        backup.WriteScript("third", replace: true);
        // Until then the copy is on disk.
        Assert.Equal("second", File.ReadAllText($"{project.ScriptPath}.before2"));
        backup.Restore();
        Assert.Equal("second", File.ReadAllText(project.ScriptPath));
        Assert.Equal("first", File.ReadAllText($"{project.ScriptPath}.before"));
    }

    [Fact]
    public void A_file_that_can_t_be_put_back_is_named_with_its_copy()
    {
        var project = Project("old script");
        var backup = new ProjectBackup(project);
        backup.WriteScript("new script", replace: true);
        File.Delete(project.ScriptPath);
        Directory.CreateDirectory(project.ScriptPath);
        var failure = Assert.Throws<PublishException>(backup.Restore);
        Assert.Equal(FailureKind.BuildScriptUnwritable, failure.Kind);
        Assert.Contains("buildscript.as.before", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal("old script", File.ReadAllText($"{project.ScriptPath}.before"));
        Assert.Equal("old configuration", File.ReadAllText(project.ConfigurationPath));
    }

    private ProjectFolder Project(string? script)
    {
        var project = new ProjectFolder(_folder.Path);
        File.WriteAllText(project.ConfigurationPath, "old configuration");
        if (script is not null) File.WriteAllText(project.ScriptPath, script);
        return project;
    }

    private static void Link(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"This account may make no symbolic links: {exception.Message}");
        }
    }
}
