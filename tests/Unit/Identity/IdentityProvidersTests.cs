using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

public sealed class IdentityProvidersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outside_of_CI_says_what_was_looked_for_and_what_each_lacked()
    {
        await using var wire = await Wire.OpenAsync();
        var failure = await NoneAsync(wire, ("GITHUB_ACTIONS", "false"));
        foreach (var lacking in new[]
        {
            "GitHubActions (GITHUB_ACTIONS is not 'true')",
            "GitLab (GITLAB_CI is not set)",
            "Buildkite (BUILDKITE is not set)",
            "CircleCI (CIRCLECI is not set)",
            "Semaphore (SEMAPHORE is not set)",
            "GoogleCloud (GCE_METADATA_HOST is not set and NO_GCE_CHECK is 'true')",
        })
        {
            Assert.Contains(lacking, failure.Message, StringComparison.Ordinal);
            Assert.Contains(wire.Lines, line => line.StartsWith("Looked for ", StringComparison.Ordinal) && line.Contains(lacking.Split('(', 2)[1], StringComparison.Ordinal));
        }

        Assert.Contains("API token", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TF_BUILD", "Azure Pipelines")]
    [InlineData("JENKINS_URL", "Jenkins")]
    [InlineData("ACTIVESTATE_ACTIVATED", "ActiveState")]
    public async Task Says_so_where_the_index_knows_no_such_issuer(string variable, string name)
    {
        await using var wire = await Wire.OpenAsync();
        Assert.Contains(name, (await NoneAsync(wire, (variable, "True"))).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_ActiveState_names_the_cmdlet_that_publishes_there()
    {
        await using var wire = await Wire.OpenAsync();
        Assert.Contains("Publish-ActiveStateDistribution", (await NoneAsync(wire, ("ACTIVESTATE_ACTIVATED", "/project"))).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "GitHubActions")]
    [InlineData("GITLAB_CI", "true", "GitLab")]
    [InlineData("BUILDKITE", "true", "Buildkite")]
    [InlineData("CIRCLECI", "true", "CircleCI")]
    [InlineData("SEMAPHORE", "true", "Semaphore")]
    [InlineData("GCE_METADATA_HOST", "127.0.0.1:1", "GoogleCloud")]
    public async Task Finds_a_system_by_its_variable(string variable, string value, string name)
    {
        await using var wire = await Wire.OpenAsync();
        var providers = new IdentityProviders(Job((variable, value)), wire.Transport);
        Assert.Equal(name, (await providers.FindAsync(null, Stop)).Name);
        Assert.NotNull(await providers.FindPresentAsync(name, Stop));
        Assert.Null(await providers.FindPresentAsync(name == "GitLab" ? "CircleCI" : "GitLab", Stop));
        Assert.Null(await providers.FindPresentAsync(null, Stop));
    }

    [Fact]
    public async Task A_job_of_another_system_on_a_machine_of_Google_Cloud_is_the_other_system_s()
    {
        await using var wire = await Wire.OpenAsync();
        var providers = new IdentityProviders(Job(("GCE_METADATA_HOST", "127.0.0.1:1"), ("SEMAPHORE", "true")), wire.Transport);
        Assert.Equal("Semaphore", (await providers.FindAsync(null, Stop)).Name);
    }

    [Theory]
    [InlineData("GitHubActions", true)]
    [InlineData("GitLab", false)]
    [InlineData("Buildkite", true)]
    [InlineData("CircleCI", true)]
    [InlineData("Semaphore", false)]
    [InlineData("GoogleCloud", true)]
    public async Task Takes_a_name_at_its_word(string name, bool canRepeat)
    {
        await using var wire = await Wire.OpenAsync();
        var provider = await new IdentityProviders(Job(), wire.Transport).FindAsync(name, Stop);
        Assert.Equal(name, provider.Name);
        Assert.Equal(canRepeat, provider.CanRepeat);
    }

    [Fact]
    public async Task Each_token_is_hidden_before_anybody_has_it()
    {
        await using var wire = await Wire.OpenAsync();
        var hidden = new List<Secret>();
        var options = new IdentityOptions
        {
            Hide = (secret, _) =>
            {
                hidden.Add(secret);
                return Task.CompletedTask;
            },
        };
        var providers = new IdentityProviders(wire.Job(), wire.Transport, options);
        var token = await providers.RequestAsync(await providers.FindAsync(null, Stop), "rehearsal", Stop);
        // The token with which it is requested comes first.
        Assert.Equal(2, hidden.Count);
        Assert.Same(token.Value, hidden[1]);
    }

    private static JobEnvironment Job(params (string Name, string Value)[] variables) =>
        new(name => variables.Append(("NO_GCE_CHECK", "true")).FirstOrDefault(variable => variable.Item1 == name).Item2);

    private static async Task<PublishException> NoneAsync(Wire wire, params (string Name, string Value)[] variables)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => new IdentityProviders(Job(variables), wire.Transport).FindAsync(null, Stop));
        Assert.Equal(FailureKind.NoCISystem, failure.Kind);
        return failure;
    }
}
