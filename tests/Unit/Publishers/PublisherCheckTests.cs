using System.Text;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishers;

/// <summary>What the check says of tokens that no index has been asked about.</summary>
public sealed class PublisherCheckTests
{
    private const string GitHub =
        """
        "iss":"https://token.actions.githubusercontent.com","sub":"x","aud":"rehearsal","iat":1700000000,"exp":32503680000,"jti":"1","ref":"refs/tags/v1","sha":"9a8b","event_name":"release",
        "repository":"octo-org/sampleproject","repository_owner":"octo-org","repository_owner_id":"65","environment":"pypi",
        "workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1"
        """;

    private const string Plain = $$"""{{{GitHub}},"job_workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1"}""";
    private const string Foreign = $$"""{{{GitHub}},"job_workflow_ref":"octo-org/shared/.github/workflows/publish.yml@refs/heads/main"}""";
    private const string Called = $$"""{{{GitHub}},"job_workflow_ref":"octo-org/sampleproject/.github/workflows/_publish.yml@refs/tags/v1"}""";
    private const string Google = """{"iss":"https://accounts.google.com","sub":"1","aud":"rehearsal","iat":1700000000,"exp":32503680000,"email":"a@b.example","email_verified":true}""";

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"k"}""", "{}", "HS256")]
    [InlineData("""{"kid":"k"}""", "{}", "nothing")]
    [InlineData("""{"alg":"RS256"}""", "{}", "kid")]
    [InlineData("""{"alg":"RS256","kid":"k"}""", """{"iat":1}""", "iss")]
    [InlineData("""{"alg":"RS256","kid":"k"}""", """{"iss":"x"}""", "iat")]
    public void Sees_what_no_key_could_verify(string header, string claims, string what)
    {
        static string Part(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var why = IdToken.Read("User", new Secret($"{Part(header)}.{Part(claims)}.c2ln")).WhyUnverifiable();
        Assert.Contains(what, why!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_no_publisher_can_match_is_not_compared_and_not_registered()
    {
        var steps = await RunAsync(Foreign, "github", ("owner", "octo-org"), ("workflow_filename", "release.yml"));
        Assert.Equal(["Reusable workflow", "Publisher"], Failed(steps));
        Assert.Equal(CheckStatus.Skipped, steps.Single(static step => step.Name == "Workflow name").Status);
        var publisher = steps.Single(static step => step.Name == "Publisher");
        Assert.Null(publisher.Link);
        Assert.StartsWith("None can match", publisher.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_called_file_is_not_to_take_the_name_of_its_caller()
    {
        var step = (await RunAsync(Called, "github", ("workflow_filename", "release.yml"))).Single(static step => step.Name == "Workflow name");
        Assert.Equal(CheckStatus.Failed, step.Status);
        Assert.DoesNotContain("ename the workflow file", step.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workflow_s_name_is_not_its_file_s()
    {
        var step = (await RunAsync(Plain, "github", ("workflow_filename", "Release"))).Single(static step => step.Name == "Workflow name");
        Assert.Contains("'name:'", step.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("workflows/Release", step.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Google, null, "environment", "pypi", "Environment name")]
    [InlineData("""{"iss":"https://agent.buildkite.com","sub":"x","aud":"rehearsal","iat":1700000000,"exp":32503680000}""", "github", "owner", "octo-org", "Publisher")]
    public async Task What_was_given_is_never_passed_over(string claims, string? form, string key, string value, string failed) =>
        Assert.Contains(failed, Failed(await RunAsync(claims, form, (key, value))));

    [Theory]
    [InlineData("release.yml", "what you did not give was not compared")]
    public async Task What_was_not_given_counts_as_not_compared(string workflow, string detail) =>
        Assert.Contains(detail, (await RunAsync(Plain, "github", ("workflow_filename", workflow))).Single(static step => step.Name == "Publisher").Detail, StringComparison.Ordinal);

    [Fact]
    public async Task A_line_end_in_a_claim_is_none_in_a_step()
    {
        var steps = await RunAsync(Foreign.Replace("/release.yml@", @"/a\n::warning::b.yml@", StringComparison.Ordinal), null);
        Assert.All(steps, static step => Assert.DoesNotContain('\n', $"{step.Detail}{step.Remedy}"));
    }

    [Fact]
    public async Task What_a_log_would_take_for_a_command_is_compared_as_it_is_and_shown_as_none()
    {
        var steps = await RunAsync(Plain.Replace("\"pypi\"", "\"##[prod]\"", StringComparison.Ordinal), "github", ("environment", "##[prod]"));
        var step = steps.Single(static step => step.Name == "Environment name");
        Assert.Equal(CheckStatus.Passed, step.Status);
        Assert.Contains("'# #[prod]'", step.Detail, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<CheckStep>> RunAsync(string claims, string? form, params (string Key, string Value)[] registered)
    {
        await using var wire = await Wire.OpenAsync();
        var steps = new List<CheckStep>();
        var check = new PublisherCheck(wire.Transport, wire.Index, steps.Add)
        {
            Registered = RegisteredPublisher.Of(form, registered.ToDictionary(static field => field.Key, static field => field.Value)),
        };
        await check.RunAsync(IdToken.Read("User", new Secret(Jwt.With(claims))), TestContext.Current.CancellationToken);
        return steps;
    }

    private static IEnumerable<string> Failed(IEnumerable<CheckStep> steps) => steps.Where(static step => step.Status == CheckStatus.Failed).Select(static step => step.Name);
}
