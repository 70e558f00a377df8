using System.Text.Json;
using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>action.yml, run as GitHub runs it: its inputs evaluated, its step's text in pwsh.</summary>
public sealed partial class ActionTests
{
    private static Yaml Action { get; } = Yaml.Of("action.yml");

    private static Yaml Step { get; } = Assert.Single(Action["runs"]["steps"].Items);

    [Fact]
    public async Task Installs_the_module_and_publishes()
    {
        await using var job = await OpenAsync();
        var run = await RunAsync(job);
        run.Succeeded();
        Assert.Contains($"Installed TrustedPublish {RepositoryFile.ModuleVersion}", run.Output, StringComparison.Ordinal);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
        var outputs = Outputs(job);
        Assert.Equal("2", outputs["count"]);
        using var published = JsonDocument.Parse(outputs["published"]);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], published.RootElement.EnumerateArray().Select(static file => file.GetProperty("file").GetString()));
        var first = published.RootElement[0];
        Assert.Equal("demo", first.GetProperty("project").GetString());
        Assert.Equal("1.0", first.GetProperty("version").GetString());
        Assert.Equal("Published", first.GetProperty("status").GetString());
        Assert.Equal(job.Stage.Store.Find(job.Wheel.Name)!.Sha256, first.GetProperty("sha256").GetString());
        Assert.Equal($"{job.Index}project/demo/1.0/", first.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Needs_no_gallery_where_the_module_is_installed()
    {
        await using var job = await OpenAsync();
        (await RunAsync(job)).Succeeded();
        var again = await RunAsync(job, ("skip-existing", "true"));
        again.Succeeded();
        Assert.DoesNotContain("Installed TrustedPublish", again.Output, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"AlreadyPublished\"", Outputs(job)["published"], StringComparison.Ordinal);
    }

    // The action at the tag v0.1.0-rc1: PowerShell's own version has no label, so that another candidate looks the same.
    [Fact]
    public async Task A_candidate_takes_the_module_of_its_label()
    {
        await using var job = await OpenAsync();
        job.Variables["RECIPE_CANDIDATE"] = "rc7";
        var candidate = job.Path("candidate");
        Directory.CreateDirectory(Path.Combine(candidate, "ci"));
        Directory.CreateDirectory(Path.Combine(candidate, "module"));
        File.Copy(RepositoryFile.Path("ci/Publish.ps1"), Path.Combine(candidate, "ci/Publish.ps1"));
        await File.WriteAllTextAsync(Path.Combine(candidate, "module/TrustedPublish.psd1"), $"@{{ ModuleVersion = '{RepositoryFile.ModuleVersion}'; PrivateData = @{{ PSData = @{{ Prerelease = 'rc7' }} }} }}", TestContext.Current.CancellationToken);
        // What is there already is the release.
        (await RunAsync(job, ("version", RepositoryFile.ModuleVersion), ("path", "dist/*.whl"))).Succeeded();
        job.Variables["GITHUB_ACTION_PATH"] = candidate;
        var run = await RunAsync(job, ("path", "dist/*.gz"));
        run.Succeeded();
        Assert.Contains($"Installed TrustedPublish {RepositoryFile.ModuleVersion}-rc7", run.Output, StringComparison.Ordinal);
        var again = await RunAsync(job, ("skip-existing", "true"));
        again.Succeeded();
        Assert.DoesNotContain("Installed TrustedPublish", again.Output, StringComparison.Ordinal);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }

    [Fact]
    public async Task Takes_one_file_where_one_is_named()
    {
        await using var job = await OpenAsync();
        (await RunAsync(job, ("path", "dist/*.whl\n"))).Succeeded();
        Assert.Equal([job.Wheel.Name], job.Published);
        // A list of one is a list too.
        Assert.StartsWith("[{", Outputs(job)["published"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dist/*.whl\ndist/*.tar.gz")]
    [InlineData("dist/*.whl, dist/*.tar.gz")]
    public async Task Takes_several_paths(string path)
    {
        await using var job = await OpenAsync();
        (await RunAsync(job, ("path", path))).Succeeded();
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }

    [Fact]
    public async Task Takes_the_folder_and_the_upload_address_of_the_other_action()
    {
        await using var job = await OpenAsync();
        Directory.Move(job.Path("dist"), job.Path("wheels"));
        var run = await RunAsync(job, ("repository", "pypi"), ("packages-dir", "wheels/"), ("repository-url", $"{job.Index}legacy/"));
        run.Succeeded();
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }

    [Theory]
    [InlineData("verbose", "true")]
    [InlineData("verbose", "TRUE")]
    public async Task Says_more_when_asked(string input, string value)
    {
        await using var job = await OpenAsync();
        var run = await RunAsync(job, (input, value));
        run.Succeeded();
        Assert.Contains("VERBOSE:", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_more_when_the_run_is_repeated_with_debug_logging()
    {
        await using var job = await OpenAsync();
        Assert.DoesNotContain("VERBOSE:", (await RunAsync(job, ("path", "dist/*.whl"))).Log, StringComparison.Ordinal);
        job.Variables["RUNNER_DEBUG"] = "1";
        Assert.Contains("VERBOSE:", (await RunAsync(job, ("path", "dist/*.gz"))).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        await using var job = await OpenAsync();
        job.Variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = null;
        job.Variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = null;
        (await RunAsync(job)).Failed("id-token: write");
        Assert.Empty(job.Published);
        Assert.Equal("[]", Outputs(job)["published"]);
        Assert.Equal("0", Outputs(job)["count"]);
    }

    [Fact]
    public async Task What_was_published_before_an_error_is_said_too()
    {
        await using var job = await OpenAsync();
        job.Stage.Faults.Add("upload:400");
        var run = await RunAsync(job);
        Assert.NotEqual(0, run.ExitCode);
        var left = Assert.Single(job.Published);
        Assert.Equal("1", Outputs(job)["count"]);
        Assert.Contains($"\"file\":\"{left}\"", Outputs(job)["published"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_left_out_by_name_and_all_of_them_by_one_word()
    {
        await using var job = await OpenAsync();
        var invalid = Path.Combine(job.Path("dist"), "notes.txt");
        await File.WriteAllTextAsync(invalid, "", TestContext.Current.CancellationToken);
        (await RunAsync(job)).Failed("notes.txt");
        Assert.Empty(job.Published);
        (await RunAsync(job, ("path", "dist/*.whl"), ("ignore-rule", "NoSuchRule"))).Failed("NoSuchRule");
        (await RunAsync(job, ("path", "dist/*.whl"), ("ignore-rule", "FileTooLarge, Classifier"))).Succeeded();
        (await RunAsync(job, ("path", "dist/*.gz"), ("skip-validation", "true"))).Succeeded();
    }

    [Theory]
    [InlineData("skip-existing", "yes", "The input 'skip-existing' is true or false, not 'yes'.")]
    [InlineData("version", "latest", "The input 'version' is a version of the module such as 1.2.3, not 'latest'.")]
    [InlineData("version", "99.0.0", "TrustedPublish 99.0.0")]
    [InlineData("version", "99.0.0-rc1", "TrustedPublish 99.0.0-rc1")]
    [InlineData("version", "1.2.3-", "The input 'version' is a version of the module such as 1.2.3, not '1.2.3-'.")]
    public async Task A_slip_publishes_nothing(string input, string value, string saying)
    {
        await using var job = await OpenAsync();
        (await RunAsync(job, (input, value))).Failed(saying);
        Assert.Empty(job.Stage.Log.Entries);
    }

    // Each would make the file, or an output of its own, if its text became part of a script or of the outputs' file.
    [Theory]
    [InlineData("path")]
    [InlineData("packages-dir")]
    [InlineData("repository")]
    [InlineData("repository-url")]
    [InlineData("repository_url")]
    [InlineData("skip-existing")]
    [InlineData("skip-validation")]
    [InlineData("ignore-rule")]
    [InlineData("version")]
    [InlineData("verbose")]
    public async Task No_input_becomes_a_command(string input)
    {
        await using var job = await OpenAsync();
        await RunAsync(job, (input, "$(New-Item proof)'; New-Item proof; \"; New-Item proof #\ncount=99"));
        Assert.False(File.Exists(job.Path("proof")));
        Assert.DoesNotContain("99", Outputs(job).GetValueOrDefault("count", ""), StringComparison.Ordinal);
        Assert.Empty(job.Published);
    }

    [Fact]
    public void No_expression_stands_in_a_script()
    {
        Assert.DoesNotContain("${{", Step["run"].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Invoke-Expression", RepositoryFile.Read("ci/Publish.ps1"), StringComparison.Ordinal);
        Assert.Equal(Action["inputs"].Keys.Order(StringComparer.Ordinal), Step["env"].Texts.SelectMany(static text => InputName().Matches(text)).Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    // What metadata of an action may hold (GitHub's documentation, "Metadata syntax for GitHub Actions").
    [Fact]
    public void Is_the_metadata_of_a_composite_action()
    {
        Assert.Empty(Action.Keys.Except(["name", "author", "description", "inputs", "outputs", "runs", "branding"]));
        Assert.Equal("composite", Action["runs"]["using"].Text);
        Assert.Empty(Step.Keys.Except(["id", "name", "if", "shell", "run", "env", "working-directory"]));
        Assert.Equal("pwsh", Step["shell"].Text);
        foreach (var input in Action["inputs"].Keys)
        {
            Assert.Empty(Action["inputs"][input].Keys.Except(["description", "default", "required", "deprecationMessage"]));
            Assert.NotEmpty(Action["inputs"][input]["description"].Text);
        }

        foreach (var output in Action["outputs"].Keys) Assert.Equal($"${{{{ steps.{Step["id"].Text}.outputs.{output} }}}}", Action["outputs"][output]["value"].Text);
    }

    [GeneratedRegex(@"inputs\.(?<name>[\w-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex InputName();

    private static Task<RecipeJob> OpenAsync() => RecipeJob.OpenAsync(CISystem.GitHub);

    /// <summary>The step with these inputs; where none is said, the index is the rehearsal's.</summary>
    private static async Task<JobRun> RunAsync(RecipeJob job, params (string Name, string Value)[] inputs)
    {
        var given = Action["inputs"].Keys.ToDictionary(static name => name, static name => Action["inputs"][name]["default"].Text, StringComparer.Ordinal);
        given["repository"] = job.Index;
        foreach (var (name, value) in inputs) given[name] = value;
        foreach (var (name, expression) in Step["env"].Map) job.Variables[name] = Evaluate(expression, given);
        job.Variables.TryAdd("GITHUB_ACTION_PATH", RepositoryFile.Root);
        job.Variables["GITHUB_OUTPUT"] = job.Path("outputs");
        File.Delete(job.Path("outputs"));
        return await job.RunPwshAsync(Step["run"].Text);
    }

    /// <summary>An expression of inputs, the first that isn't empty: all that the action uses of GitHub's.</summary>
    private static string Evaluate(string expression, Dictionary<string, string> inputs)
    {
        Assert.Matches(@"^\$\{\{ inputs\.[\w-]+( \|\| inputs\.[\w-]+)* \}\}$", expression);
        return InputName().Matches(expression).Select(match => inputs[match.Groups["name"].Value]).FirstOrDefault(static value => value.Length > 0, "");
    }

    private static Dictionary<string, string> Outputs(RecipeJob job) => File.Exists(job.Path("outputs"))
        ? File.ReadAllLines(job.Path("outputs")).Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal)
        : [];
}
