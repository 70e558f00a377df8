using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

public sealed class GitLabTests
{
    private readonly List<string> _lines = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pypi", "PYPI_ID_TOKEN")]
    [InlineData("testpypi", "TESTPYPI_ID_TOKEN")]
    [InlineData("https://index.example.org/", "HTTPS___INDEX_EXAMPLE_ORG__ID_TOKEN")]
    [InlineData("1st", "_ST_ID_TOKEN")]
    [InlineData("a1_b", "A1_B_ID_TOKEN")]
    [InlineData("é", "__ID_TOKEN")]
    public void Names_the_variable_by_the_audience(string audience, string variable) => Assert.Equal(variable, GitLab.VariableOf(audience));

    [Fact]
    public async Task Takes_the_token_of_the_audience() =>
        Assert.Equal("pypi", (await RequestAsync("pypi", ("PYPI_ID_TOKEN", Token("pypi")), ("TESTPYPI_ID_TOKEN", Token("testpypi")))).Audience);

    [Fact]
    public async Task Takes_the_variable_that_is_named()
    {
        var token = await new GitLab(Job(("MINE", Token("pypi"))), Trace.None, "MINE").RequestAsync("pypi", Stop);
        Assert.Equal("pypi", token.Audience);
        Assert.Equal("GitLab", token.Provider);
    }

    [Fact]
    public async Task Takes_the_only_other_token_of_this_audience_and_says_so()
    {
        var token = await RequestAsync("pypi", ("RELEASE_ID_TOKEN", Token("pypi")), ("VAULT_ID_TOKEN", Token("https://vault")));
        Assert.Equal("pypi", token.Audience);
        Assert.Contains(_lines, static line => line.Contains("RELEASE_ID_TOKEN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_others_takes_none()
    {
        var failure = await MissingAsync("pypi", ("ONE_ID_TOKEN", Token("pypi")), ("TWO_ID_TOKEN", Token("pypi")));
        Assert.Contains("-TokenVariable", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pypi", "id_tokens: { PYPI_ID_TOKEN: { aud: pypi } }")]
    [InlineData("https://x/", "id_tokens: { HTTPS___X__ID_TOKEN: { aud: 'https://x/' } }")]
    [InlineData("sigstore", "id_tokens: { SIGSTORE_ID_TOKEN: { aud: sigstore } }")]
    public async Task Gives_the_very_lines_to_add(string audience, string lines)
    {
        var failure = await MissingAsync(audience);
        Assert.Contains(lines, failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(GitLab.VariableOf(audience), failure.Target);
    }

    [Fact]
    public async Task Names_the_tokens_that_are_for_others()
    {
        var failure = await MissingAsync("pypi", ("TESTPYPI_ID_TOKEN", Token("testpypi")), ("BROKEN_ID_TOKEN", "nonsense"));
        Assert.Contains("TESTPYPI_ID_TOKEN is for 'testpypi'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BROKEN_ID_TOKEN", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_lines, static line => line.StartsWith("Passed over: The variable BROKEN_ID_TOKEN ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_for_Sigstore_signs_and_does_not_publish()
    {
        var remedy = (await MissingAsync("sigstore")).Remedy;
        Assert.Contains("Get-CIIdToken -Audience sigstore -TokenVariable NAME | New-PythonAttestation", remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("New-PyPIToken", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_of_another_name_can_be_named() =>
        Assert.Contains("-TokenVariable", (await MissingAsync("pypi")).Remedy, StringComparison.Ordinal);

    [Fact]
    public async Task A_variable_that_is_named_and_not_there_is_the_one_to_declare()
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => new GitLab(Job(("PYPI_ID_TOKEN", Token("pypi"))), Trace.None, "MINE").RequestAsync("pypi", Stop));
        Assert.Equal(FailureKind.IdTokenVariableMissing, failure.Kind);
        Assert.EndsWith("id_tokens: { MINE: { aud: pypi } }", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(" ")]
    public async Task A_variable_that_holds_something_else_is_named_and_not_quoted(string value)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => RequestAsync("pypi", ("PYPI_ID_TOKEN", value)));
        Assert.Equal(FailureKind.IdTokenMalformed, failure.Kind);
        Assert.Equal("PYPI_ID_TOKEN", failure.Target);
        Assert.Contains("PYPI_ID_TOKEN holds no ID token", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("[\"pypi\"]")]
    [InlineData("[\"pypi\",\"other\"]")]
    public async Task Another_audience_or_a_list_of_them_is_changed_in_the_pipeline_s_file(string audience)
    {
        var token = await RequestAsync("pypi", ("PYPI_ID_TOKEN", Jwt.With($$"""{"aud":{{audience}},"exp":4000000000}""")));
        var failure = Assert.Throws<PublishException>(() => token.Check("pypi", DateTimeOffset.UnixEpoch));
        Assert.Equal(FailureKind.IdTokenAudienceMismatch, failure.Kind);
        Assert.EndsWith("as one text and no list: id_tokens: { PYPI_ID_TOKEN: { aud: pypi } }", failure.Remedy, StringComparison.Ordinal);
    }

    private static string Token(string audience) => Jwt.With($$"""{"aud":"{{audience}}","exp":4000000000}""");

    private static JobEnvironment Job(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value, () => variables.Select(static variable => variable.Name));

    private Task<IdToken> RequestAsync(string audience, params (string Name, string Value)[] variables) =>
        new GitLab(Job(variables), new Trace(_lines.Add, _lines.Add)).RequestAsync(audience, Stop);

    private async Task<PublishException> MissingAsync(string audience, params (string Name, string Value)[] variables)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => RequestAsync(audience, variables));
        Assert.Equal(FailureKind.IdTokenVariableMissing, failure.Kind);
        return failure;
    }
}
