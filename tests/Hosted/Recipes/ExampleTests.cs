using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>What the examples and the README tell people to paste, run as a job of the system that each is for.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string, string> Pages => new()
    {
        { "examples/github-actions/release.yml", "docs/ci/github-actions.md" },
        { "examples/gitlab/.gitlab-ci.yml", "docs/ci/gitlab.md" },
        { "examples/google-cloud-build/cloudbuild.yaml", "docs/ci/google-cloud-build.md" },
        { "examples/azure-pipelines/azure-pipelines.yml", "docs/ci/azure-pipelines.md" },
        { "examples/buildkite/pipeline.yml", "docs/ci/buildkite.md" },
        { "examples/circleci/config.yml", "docs/ci/circleci.md" },
    };

    private static Yaml CloudBuild { get; } = Yaml.Of("examples/google-cloud-build/cloudbuild.yaml");

    private static Yaml Azure { get; } = Yaml.Of("examples/azure-pipelines/azure-pipelines.yml");

    private static string CircleCI { get; } = ShellText.PowerShellOf(Yaml.Of("examples/circleci/config.yml")["jobs"]["publish"]["steps"].Items[^1]["run"]["command"].Text);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Stands_in_its_page_as_it_is(string example, string page) =>
        Assert.Contains($"```yaml\n{RepositoryFile.Read(example)}```\n", RepositoryFile.Read(page), StringComparison.Ordinal);

    [Fact]
    public Task Google_Cloud_Build_publishes() => PublishesAsync(CISystem.Google, PublishStep(CloudBuild)["script"].Text);

    [Fact]
    public Task Google_Cloud_Build_publishes_as_another_account() =>
        PublishesAsync(CISystem.Google, PublishStep(CloudBuild)["script"].Text, static options => options with
        {
            Impersonate = "publisher@sampleproject.iam.gserviceaccount.com",
            Publishers = [new GooglePublisher("publisher@sampleproject.iam.gserviceaccount.com")],
        });

    [Fact]
    public Task Buildkite_publishes() => PublishesAsync(CISystem.Buildkite, RepositoryFile.Read("examples/buildkite/publish.ps1"));

    [Fact]
    public Task CircleCI_publishes() => PublishesAsync(CISystem.CircleCI, CircleCI);

    [Fact]
    public Task The_README_publishes_from_GitHub() =>
        PublishesAsync(CISystem.GitHub, $"$ErrorActionPreference = 'stop'\n{Workflow()["jobs"]["publish"]["steps"].Items[^1]["run"].Text}");

    [Fact]
    public Task The_README_publishes_from_GitLab() =>
        PublishesAsync(CISystem.GitLab, ShellText.PowerShellOf(Readme("publish")["publish"]["script"].Items[0].Text));

    [Fact]
    public async Task Azure_Pipelines_publishes_with_a_token_of_its_own()
    {
        await using var job = await RecipeJob.OpenAsync(CISystem.GitHub);
        // A token that was made elsewhere: the job itself has no ID token.
        job.HasModule();
        var minted = await job.RunScriptAsync("(Get-CIIdToken | New-PyPIToken -AsPlainText)");
        minted.Succeeded();
        foreach (var name in job.Stage.Environment.Keys) job.Variables[name] = null;
        job.Variables["PSModulePath"] = job.Path("installed");
        job.Variables["TF_BUILD"] = "True";
        job.Variables[Assert.Single(AzureStep()["env"].Keys)] = minted.Output.Trim();
        var run = await job.RunScriptAsync(AzureStep()["inputs"]["script"].Text);
        run.Succeeded();
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
        Assert.DoesNotContain(minted.Output.Trim(), run.Output.Replace($"##vso[task.setsecret]{minted.Output.Trim()}", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // The order of a chain of statements: a failed one must end each of them, also where nothing is around it.
    [Theory]
    [InlineData("google")]
    [InlineData("buildkite")]
    [InlineData("circleci")]
    [InlineData("azure")]
    public async Task An_error_ends_the_job(string system)
    {
        var (of, script) = system switch
        {
            "google" => (CISystem.Google, PublishStep(CloudBuild)["script"].Text),
            "buildkite" => (CISystem.Buildkite, RepositoryFile.Read("examples/buildkite/publish.ps1")),
            "circleci" => (CISystem.CircleCI, CircleCI),
            _ => (CISystem.GitHub, AzureStep()["inputs"]["script"].Text),
        };
        await using var job = await RecipeJob.OpenAsync(of);
        job.Variables["PACKAGE_INDEX"] = job.Index;
        job.Variables["PYPI_API_TOKEN"] = "pypi-unknown";
        job.Stage.Publishers.Clear();
        var run = await job.RunScriptAsync($"{script}\nWrite-Host 'It went on.'");
        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("It went on.", run.Output, StringComparison.Ordinal);
        Assert.Empty(job.Published);
    }

    // The recipes are tested with a gallery of their own: what they say to it, the real command must take.
    [Fact]
    public async Task The_real_command_has_the_parameters_of_the_gallery()
    {
        await using var job = await RecipeJob.OpenAsync(CISystem.GitHub);
        var run = await job.RunScriptAsync(
            """
            $real = (Get-Command Microsoft.PowerShell.PSResourceGet\Install-PSResource).Parameters
            (Get-Command Gallery\Install-PSResource).Parameters.Values | Where-Object { -not $real.ContainsKey($_.Name) } | ForEach-Object { "unknown: $($_.Name)" }
            "$($real.Name.ParameterType) $($real.Version.ParameterType) $($real.Repository.ParameterType)"
            """);
        run.Succeeded();
        Assert.Equal("string[] string string[]", run.Output.Trim());
    }

    [Fact]
    public void The_workflow_names_the_version_of_this_repository() =>
        Assert.Contains($"/TrustedPublish@v{RepositoryFile.ModuleVersion}\n", RepositoryFile.Read("examples/github-actions/release.yml"), StringComparison.Ordinal);

    // One by the module, one by the action: all but the last steps are the same.
    [Fact]
    public void The_README_has_the_workflow_of_the_example()
    {
        var readme = Assert.Single(Fence.Of("README.md"), static fence => fence.Language == "yaml" && fence.Text.Contains("\njobs:", StringComparison.Ordinal)).Text;
        var example = RepositoryFile.Read("examples/github-actions/release.yml");
        Assert.Equal(Head(example[(example.IndexOf('\n', StringComparison.Ordinal) + 1)..], "      - id: publish\n"), Head(readme, "      - shell: pwsh\n"));

        static string Head(string text, string end) => text[..text.LastIndexOf(end, StringComparison.Ordinal)];
    }

    // GitHub's documentation, "Workflow syntax": only the job that publishes may request an ID token, and it runs no build.
    [Theory]
    [InlineData("examples/github-actions/release.yml")]
    [InlineData("README.md")]
    public void A_workflow_lets_one_job_have_an_ID_token(string path)
    {
        var workflow = path == "README.md" ? Workflow() : Yaml.Of(path);
        Assert.Equal("write", Assert.Single(workflow["jobs"]["publish"]["permissions"].Map, static permission => permission.Key == "id-token").Value);
        Assert.Null(workflow["jobs"]["build"].Find("permissions")?.Find("id-token"));
        Assert.Null(workflow.Find("permissions")?.Find("id-token"));
        Assert.DoesNotContain(workflow["jobs"]["publish"].Texts, static text => text.Contains("python -m", StringComparison.Ordinal));
        Assert.Equal("pypi", workflow["jobs"]["publish"]["environment"].Text);
    }

    [Fact]
    public void A_workflow_gives_the_action_inputs_that_it_has()
    {
        var step = Assert.Single(Yaml.Of("examples/github-actions/release.yml")["jobs"]["publish"]["steps"].Items, static step => step.Find("with") is not null && step["uses"].Text.Contains("/TrustedPublish@", StringComparison.Ordinal));
        Assert.Empty(step["with"].Keys.Except(Yaml.Of("action.yml")["inputs"].Keys));
        var included = Assert.Single(Yaml.Of("examples/gitlab/.gitlab-ci.yml")["include"].Items);
        Assert.True(File.Exists(RepositoryFile.Path(included["local"].Text)));
        Assert.Contains(Assert.Single(included["inputs"].Keys), RepositoryFile.Read(included["local"].Text), StringComparison.Ordinal);
    }

    // Cloud Build's documentation: a script starts with the program that reads it and excludes args and entrypoint, and a build
    // with a service account of its own has to choose its log.
    [Fact]
    public void Cloud_Build_has_what_it_needs()
    {
        Assert.StartsWith("#!/usr/bin/env pwsh\n", PublishStep(CloudBuild)["script"].Text, StringComparison.Ordinal);
        Assert.All(CloudBuild["steps"].Items, static step => Assert.Empty(step.Keys.Except(["id", "name", "script"])));
        Assert.StartsWith("projects/$PROJECT_ID/serviceAccounts/", CloudBuild["serviceAccount"].Text, StringComparison.Ordinal);
        Assert.Equal("CLOUD_LOGGING_ONLY", CloudBuild["options"]["logging"].Text);
    }

    private static Yaml PublishStep(Yaml build) => Assert.Single(build["steps"].Items, static step => step["id"].Text == "publish");

    private static Yaml AzureStep() => Assert.Single(Azure["steps"].Items, static step => step.Find("task")?.Text == "PowerShell@2");

    private static Yaml Workflow() => Readme("jobs");

    /// <summary>The README's YAML that has this key.</summary>
    private static Yaml Readme(string key) => Assert.Single(Fence.Of("README.md").Where(static fence => fence.Language == "yaml").Select(static fence => Assert.Single(Yaml.Parse(fence.Text))), yaml => yaml.Find(key) is not null);

    private static async Task PublishesAsync(CISystem system, string script, Func<StageOptions, StageOptions>? change = null)
    {
        await using var job = await RecipeJob.OpenAsync(system, change);
        job.Variables["PACKAGE_INDEX"] = job.Index;
        var run = await job.RunScriptAsync(script);
        run.Succeeded();
        Assert.Contains("Installed TrustedPublish", run.Output, StringComparison.Ordinal);
        Assert.Equal([job.Wheel.Name, job.Sdist.Name], job.Published);
    }
}
