using System.Net.Http.Json;
using System.Text.Json;
using TrustedPublish.Rehearsal.Run;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage;

/// <summary>What makes a process a job of each CI system, and the tokens that it is given.</summary>
public sealed class CIJobTests
{
    public static TheoryData<CISystem, string> Marks => new()
    {
        { CISystem.GitHub, "GITHUB_ACTIONS" },
        { CISystem.GitLab, "GITLAB_CI" },
        { CISystem.Buildkite, "BUILDKITE" },
        { CISystem.CircleCI, "CIRCLECI" },
        { CISystem.Semaphore, "SEMAPHORE" },
    };

    [Theory]
    [MemberData(nameof(Marks))]
    public async Task A_job_is_one_of_its_system_and_of_no_other(CISystem system, string mark)
    {
        await using var visitor = await Visitor.OpenAsync(system);
        Assert.Equal("true", visitor.Stage.Environment[mark]);
        Assert.DoesNotContain(Marks.Select(static row => row.Data.Item2), other => other != mark && visitor.Stage.Environment.ContainsKey(other));
        Assert.DoesNotContain("GCE_METADATA_HOST", visitor.Stage.Environment.Keys);
        // What one process has, another one's start can take away.
        Assert.DoesNotContain(visitor.Stage.Environment.Keys, static name => name != "PATH" && !JobVariables.IsOfAnyJob(name));
    }

    [Theory]
    [InlineData("rehearsal", null, "REHEARSAL_ID_TOKEN")]
    [InlineData("pypi.example-2.org", null, "PYPI_EXAMPLE_2_ORG_ID_TOKEN")]
    [InlineData("2nd", null, "_ND_ID_TOKEN")]
    [InlineData("rehearsal", "MY_TOKEN", "MY_TOKEN")]
    public async Task A_job_of_GitLab_has_one_token_in_a_variable(string audience, string? chosen, string variable)
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab, options => options with { Audience = audience, TokenVariable = chosen });
        var jwt = visitor.Stage.Environment[variable];
        Assert.Equal(jwt, visitor.Stage.Environment[variable]);
        var claims = Claims(jwt);
        Assert.Equal(audience, claims["aud"].GetString());
        Assert.Equal($"{visitor.Stage.Environment["CI_SERVER_URL"]["http://".Length..]}/octo-org/sampleproject//.gitlab-ci.yml@refs/tags/v1.0", claims["ci_config_ref_uri"].GetString());
        Assert.Equal("project_path:octo-org/sampleproject:ref_type:tag:ref:v1.0", claims["sub"].GetString());
        Assert.Null((await visitor.MintAsync(jwt)).Refusal);
    }

    [Theory]
    [InlineData(null, "invalid-token: malformed or invalid token")]
    [InlineData("rehearsal", null)]
    public async Task A_job_of_Semaphore_has_a_token_for_its_organisation(string? audience, string? refusal)
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Semaphore, options => options with { TokenAudience = audience });
        var jwt = visitor.Stage.Environment["SEMAPHORE_OIDC_TOKEN"];
        Assert.Equal(audience ?? visitor.Stage.Environment["SEMAPHORE_ORGANIZATION_URL"], Claims(jwt)["aud"].GetString());
        Assert.Equal(refusal, (await visitor.MintAsync(jwt)).Refusal);
    }

    [Fact]
    public async Task Without_an_environment_there_is_no_claim_of_it()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.GitLab, static options => options with { Job = new JobIdentity { Environment = null, Ref = "refs/heads/main" } });
        var claims = Claims(visitor.Stage.IssueIdToken("rehearsal"));
        Assert.DoesNotContain("environment", claims.Keys);
        Assert.Equal("branch", claims["ref_type"].GetString());
        Assert.Equal("main", visitor.Stage.Environment["CI_COMMIT_BRANCH"]);
        Assert.StartsWith("invalid-publisher: ", (await visitor.MintAsync(visitor.Stage.IssueIdToken("rehearsal"))).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CISystem.GitHub, "")]
    [InlineData(CISystem.Google, "/google")]
    [InlineData(CISystem.ActiveState, "/activestate")]
    public async Task Each_issuer_says_where_its_keys_are(CISystem system, string path)
    {
        await using var visitor = await Visitor.OpenAsync(system);
        var issuer = visitor.Stage.IssuerOf(system);
        Assert.Equal($"{visitor.Stage.IdentityUrl.AbsoluteUri.TrimEnd('/')}{path}", issuer);
        var configuration = await visitor.Client.GetFromJsonAsync<JsonElement>(new Uri($"{issuer}/.well-known/openid-configuration"), TestContext.Current.CancellationToken);
        Assert.Equal(issuer, configuration.GetProperty("issuer").GetString());
        var keys = await visitor.Client.GetFromJsonAsync<JsonElement>(new Uri(configuration.GetProperty("jwks_uri").GetString()!), TestContext.Current.CancellationToken);
        Assert.Single(keys.GetProperty("keys").EnumerateArray());
    }

    /// <summary>The claims of a JWT, unverified.</summary>
    internal static IReadOnlyDictionary<string, JsonElement> Claims(string jwt)
    {
        var text = jwt.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')))!;
    }
}
