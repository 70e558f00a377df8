using System.Text.RegularExpressions;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>The GitLab component: its inputs put in as GitLab puts them in, its job's script run by a shell.</summary>
public sealed partial class GitLabTests
{
    private const string TemplatePath = "templates/publish/template.yml";

    private static Yaml Inputs { get; } = Header()["spec"]["inputs"];

    [Fact]
    public async Task Publishes()
    {
        await using var job = await OpenAsync();
        (await RunAsync(job)).Succeeded();
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
        Assert.Equal(202, Assert.Single(job.Stage.Log.Entries, static entry => entry.Stage == "revoke").Status);
    }

    [Fact]
    public async Task Takes_its_inputs()
    {
        await using var job = await OpenAsync();
        var run = await RunAsync(job, ("path", "dist/*.whl, dist/*.gz"), ("skip-existing", "true"), ("skip-validation", "true"), ("verbose", "true"));
        run.Succeeded();
        Assert.Contains("VERBOSE:", run.Log, StringComparison.Ordinal);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }

    [Fact]
    public async Task Says_what_is_wrong_and_fails()
    {
        await using var job = await OpenAsync();
        (await RunAsync(job, ("ignore-rule", "FileTooLarge,NoSuchRule"))).Failed("NoSuchRule");
        job.Variables["PUBLISH_JWT"] = null;
        (await RunAsync(job)).Failed("PUBLISH_JWT");
        Assert.Empty(job.Published);
    }

    [Fact]
    public async Task Installs_the_version_that_is_asked_for()
    {
        await using var job = await OpenAsync();
        Set(job, Job());
        var run = await job.RunScriptAsync(ShellText.PowerShellOf(Assert.Single(Job()["script"].Items).Text));
        run.Succeeded();
        Assert.Contains($"Installed TrustedPublish {RepositoryFile.ModuleVersion}", run.Output, StringComparison.Ordinal);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }

    [Fact]
    public async Task Takes_a_candidate_in_the_place_of_the_release()
    {
        await using var job = await OpenAsync();
        job.Variables["RECIPE_CANDIDATE"] = "rc7";
        var script = ShellText.PowerShellOf(Assert.Single(Job()["script"].Items).Text);
        (await job.RunScriptAsync("Install-PSResource TrustedPublish -TrustRepository")).Succeeded();
        Set(job, Job(("version", $"{RepositoryFile.ModuleVersion}-rc7")));
        var run = await job.RunScriptAsync(script);
        run.Succeeded();
        Assert.Contains($"Installed TrustedPublish {RepositoryFile.ModuleVersion}-rc7", run.Output, StringComparison.Ordinal);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }

    [Theory]
    [InlineData("0.1.0", true)]
    [InlineData("0.1.0-rc1", true)]
    [InlineData("0.1.0-", false)]
    [InlineData("latest", false)]
    [InlineData("0.1.0; exit", false)]
    public void Takes_versions_alone(string version, bool isOne) =>
        Assert.Equal(isOne, Regex.IsMatch(version, Inputs["version"]["regex"].Text.Trim('/'), RegexOptions.NonBacktracking));

    [Theory]
    [InlineData("path")]
    [InlineData("repository")]
    [InlineData("ignore-rule")]
    public async Task No_input_becomes_a_command(string input)
    {
        await using var job = await OpenAsync();
        var run = await RunAsync(job, (input, "$(touch proof)'; touch proof #; New-Item proof; `touch proof`"));
        Assert.NotEqual(0, run.ExitCode);
        Assert.False(File.Exists(job.Path("proof")));
        Assert.Empty(job.Published);
    }

    [Fact]
    public void No_input_stands_in_the_script_and_each_is_used()
    {
        var text = Body();
        Assert.DoesNotContain("$[[", text[text.IndexOf("  script:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(Inputs.Keys.Order(StringComparer.Ordinal), InputName().Matches(text).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        // What GitLab would expand is told not to be: texts that users choose.
        foreach (var (name, variable) in Job()["variables"].Keys.Select(static name => (name, Job()["variables"][name])))
        {
            var free = name is "PUBLISH_PATH" or "PUBLISH_REPOSITORY" or "PUBLISH_IGNORE_RULE";
            Assert.Equal(free, variable.IsMapping);
            if (free) Assert.Equal("false", variable["expand"].Text);
        }
    }

    [Fact]
    public void The_module_is_the_one_of_this_repository() => Assert.Equal(RepositoryFile.ReleaseVersion, Inputs["version"]["default"].Text);

    // GitLab's documentation, "CI/CD inputs" and "CI/CD YAML syntax reference".
    [Fact]
    public void Is_a_component_with_one_job()
    {
        Assert.Equal(["spec"], Header().Keys);
        foreach (var input in Inputs.Keys)
        {
            Assert.Empty(Inputs[input].Keys.Except(["description", "default", "type", "regex", "options"]));
            Assert.Contains(Inputs[input].Find("type")?.Text ?? "string", (string[])["string", "boolean", "array"]);
            Assert.NotEmpty(Inputs[input]["description"].Text);
        }

        Assert.Empty(Job().Keys.Except(["stage", "image", "environment", "rules", "id_tokens", "variables", "script"]));
        Assert.Equal("pypi", Job()["environment"].Text);
        Assert.Equal("$CI_COMMIT_TAG", Assert.Single(Job()["rules"].Items)["if"].Text);
        Assert.Equal("pypi", Job()["id_tokens"]["PUBLISH_JWT"]["aud"].Text);
        Assert.Equal("sigstore", Job()["id_tokens"]["SIGSTORE_ID_TOKEN"]["aud"].Text);
    }

    [GeneratedRegex(@"\$\[\[ inputs\.(?<name>[a-z-]+) \]\]", RegexOptions.NonBacktracking)]
    private static partial Regex InputName();

    private static Task<RecipeJob> OpenAsync() =>
        RecipeJob.OpenAsync(CISystem.GitLab, static options => options with { TokenVariable = Assert.Single(Job()["id_tokens"].Keys, static name => name != "SIGSTORE_ID_TOKEN") });

    private static async Task<JobRun> RunAsync(RecipeJob job, params (string Name, string Value)[] inputs)
    {
        var definition = Job(inputs);
        Set(job, definition);
        if (!inputs.Any(static input => input.Name == "repository")) job.Variables["PUBLISH_REPOSITORY"] = job.Index;
        return await job.RunShellAsync(Assert.Single(definition["script"].Items).Text);
    }

    private static void Set(RecipeJob job, Yaml definition)
    {
        foreach (var name in definition["variables"].Keys)
        {
            var variable = definition["variables"][name];
            job.Variables[name] = variable.IsMapping ? variable["value"].Text : variable.Text;
        }

        job.Variables["PUBLISH_REPOSITORY"] = definition["variables"]["PUBLISH_REPOSITORY"]["value"].Text is "pypi" ? job.Index : definition["variables"]["PUBLISH_REPOSITORY"]["value"].Text;
    }

    private static string Body() => RepositoryFile.Read(TemplatePath).Split("\n---\n")[1];

    private static Yaml Header() => Yaml.Parse(RepositoryFile.Read(TemplatePath).Split("\n---\n")[0])[0];

    /// <summary>The job with these inputs: GitLab puts a text in the place of each block, and reads the YAML that it gets.</summary>
    private static Yaml Job(params (string Name, string Value)[] inputs)
    {
        var body = InputName().Replace(Body(), match =>
        {
            var name = match.Groups["name"].Value;
            var given = Array.Find(inputs, input => input.Name == name).Value;
            // The one list is that of rules, and GitLab writes it as a flow.
            return given ?? (name == "rules" ? "[{if: $CI_COMMIT_TAG}]" : Inputs[name]["default"].Text);
        });
        var document = Assert.Single(Yaml.Parse(body));
        return document[Assert.Single(document.Keys)];
    }
}
