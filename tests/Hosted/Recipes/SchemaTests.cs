using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace TrustedPublish.Hosted.Recipes;

/// <summary>
/// What is written for a CI system is what its public schema takes: files, and the blocks of the pages. GitLab and Azure
/// Pipelines have no schema here (Schemas/README.md), so their blocks are named as such.
/// </summary>
public sealed class SchemaTests
{
    private const string Workflow = "github-workflow";

    private const string CloudBuild = "cloudbuild";

    public static TheoryData<string, string> Files => new()
    {
        { "action.yml", "github-action" },
        { ".github/workflows/ci.yml", Workflow },
        { ".github/workflows/release.yml", Workflow },
        { ".github/dependabot.yml", "dependabot-2.0" },
        { "examples/github-actions/release.yml", Workflow },
        { "examples/google-cloud-build/cloudbuild.yaml", CloudBuild },
        { "examples/buildkite/pipeline.yml", "buildkite-pipeline" },
        { "examples/circleci/config.yml", "circleci" },
    };

    /// <summary>Each read once: a schema is registered under its own address.</summary>
    private static Dictionary<string, JsonSchema> Schemas { get; } = Files.Select(static row => row.Data.Item2).Distinct(StringComparer.Ordinal)
        .ToDictionary(static name => name, static name => JsonSchema.FromText(RepositoryFile.Read($"tests/Hosted/Recipes/Schemas/{name}.json")), StringComparer.Ordinal);

    public static TheoryData<string> Pages => [.. RepositoryFile.Pages.Where(static page => Blocks(page).Any())];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_what_its_schema_takes(string path, string schema) => Assert.Empty(Faults(schema, Yaml.Of(path).ToJson()));

    [Fact]
    public void Every_workflow_is_among_the_files() =>
        Assert.Empty(Directory.EnumerateFiles(RepositoryFile.Path(".github"), "*.yml", SearchOption.AllDirectories).Select(static path => Path.GetRelativePath(RepositoryFile.Root, path).Replace('\\', '/')).Except(Files.Select(static row => row.Data.Item1)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_blocks_that_their_schema_takes(string page)
    {
        foreach (var fence in Blocks(page))
        {
            if (Assert.Single(Yaml.Parse(fence.Text)).ToJson() is not { } block || IsOfGitLabOrAzure(block)) continue;
            var (schema, document) = Complete(page, block);
            Assert.True(Faults(schema, document) is [], $"{page}:{fence.Line}: {string.Join("; ", Faults(schema, document))}");
        }
    }

    // That the schemas find what they are asked for.
    [Theory]
    [InlineData("github-action", "action.yml", "using: composite", "using: composit")]
    [InlineData(Workflow, "examples/github-actions/release.yml", "id-token: write", "id-token: yes please")]
    [InlineData(Workflow, ".github/workflows/ci.yml", "timeout-minutes: 20", "timeout-minuets: 20")]
    [InlineData("dependabot-2.0", ".github/dependabot.yml", "interval: weekly", "interval: often")]
    [InlineData(CloudBuild, "examples/google-cloud-build/cloudbuild.yaml", "CLOUD_LOGGING_ONLY", "CLOUD_LOGS_ONLY")]
    [InlineData("buildkite-pipeline", "examples/buildkite/pipeline.yml", "depends_on: build", "depends_on: 5")]
    [InlineData("circleci", "examples/circleci/config.yml", "version: 2.1", "version: 7")]
    public void A_slip_is_found(string schema, string path, string text, string slip)
    {
        var right = RepositoryFile.Read(path);
        Assert.Contains(text, right, StringComparison.Ordinal);
        Assert.NotEmpty(Faults(schema, Assert.Single(Yaml.Parse(right.Replace(text, slip, StringComparison.Ordinal))).ToJson()));
    }

    private static IEnumerable<Fence> Blocks(string page) => Fence.Of(page).Where(static fence => fence.Language == "yaml");

    /// <summary>A job with GitLab's keys, a list of includes, a script's lines, or Azure's pool.</summary>
    private static bool IsOfGitLabOrAzure(JsonNode block) => block is JsonObject keys && (keys.ContainsKey("include") || keys.ContainsKey("pool") || keys["script"] is JsonArray || keys["publish"]?["stage"] is not null);

    /// <summary>The schema of a block, and the whole document of which it is a part.</summary>
    private static (string Schema, JsonNode Document) Complete(string page, JsonNode block) => (page, block) switch
    {
        (_, JsonArray steps) => (Workflow, WorkflowWith("push", steps)),
        (_, JsonObject keys) when keys.ContainsKey("jobs") && keys.ContainsKey("on") => (Workflow, block),
        (_, JsonObject { Count: 1 } keys) when keys.ContainsKey("on") => (Workflow, WorkflowWith(keys["on"]!.DeepClone(), JsonNode.Parse("""[{ "run": "true" }]""")!.AsArray())),
        ("docs/ci/buildkite.md", _) => ("buildkite-pipeline", block),
        ("docs/ci/circleci.md", _) => ("circleci", block),
        (_, JsonObject keys) when keys.ContainsKey("serviceAccount") => (CloudBuild, block),
        ("docs/ci/google-cloud-build.md", JsonObject part) => (CloudBuild, StepWith(part)),
        _ => throw new InvalidOperationException($"{page} has a block of which it is not known what it is for: {block.ToJsonString()}"),
    };

    private static JsonObject WorkflowWith(JsonNode on, JsonArray steps) =>
        new() { ["on"] = on, ["jobs"] = new JsonObject { ["job"] = new JsonObject { ["runs-on"] = "ubuntu-latest", ["steps"] = steps.DeepClone() } } };

    private static JsonObject StepWith(JsonObject part)
    {
        var step = part.DeepClone();
        step["name"] = "python:3";
        return new() { ["steps"] = new JsonArray(step) };
    }

    private static List<string> Faults(string schema, JsonNode? document)
    {
        using var parsed = JsonDocument.Parse(document?.ToJsonString() ?? "null");
        var said = Schemas[schema].Evaluate(parsed.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (said.IsValid) return [];
        var faults = (said.Details ?? []).SelectMany(static detail => (detail.Errors ?? []).Select(error => $"{detail.InstanceLocation}: {error.Value}")).Distinct(StringComparer.Ordinal).ToList();
        return faults is [] ? ["not valid"] : faults;
    }
}
