using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishers;

/// <summary>
/// Every code and description of <c>mint-token</c> (warehouse oidc/views.py, oidc/models) and what a user of each CI system is
/// told: the kind, a setting of that system, and the job in the words of the form where that helps.
/// </summary>
public sealed class MintRefusalTests
{
    private const string GitHub =
        """
        {"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo-org/sampleproject:ref:refs/tags/v1","aud":"pypi","ref":"refs/tags/v1","sha":"9a8b","jti":"1",
         "repository":"octo-org/sampleproject","repository_owner":"octo-org","repository_owner_id":"65","event_name":"release",
         "workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1","job_workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1"}
        """;

    private const string Reusable =
        """
        {"iss":"https://token.actions.githubusercontent.com","sub":"x","ref":"refs/tags/v1","sha":"9a8b","jti":"1",
         "repository":"octo-org/sampleproject","repository_owner":"octo-org","repository_owner_id":"65","event_name":"release",
         "workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1","job_workflow_ref":"octo-org/shared/.github/workflows/publish.yml@refs/heads/main"}
        """;

    private const string GitLab =
        """
        {"iss":"https://gitlab.com","sub":"project_path:octo-group/sampleproject:ref_type:tag:ref:v1","aud":"pypi","project_path":"octo-group/sampleproject","jti":"1",
         "ci_config_ref_uri":"gitlab.com/octo-group/sampleproject//.gitlab-ci.yml@refs/tags/v1","ref_path":"refs/tags/v1","sha":"9a8b"}
        """;

    private const string Google = """{"iss":"https://accounts.google.com","sub":"1042","aud":"pypi","email":"publisher@octo-org.iam.gserviceaccount.com","email_verified":true}""";

    private const string ActiveState = """{"iss":"https://platform.activestate.com/api/v1/oauth/oidc","sub":"x","organization":"octo-org","project":"sampleproject","actor":"octocat","actor_id":"1","builder":"pypi-publisher"}""";

    private const string Buildkite = """{"iss":"https://agent.buildkite.com","sub":"organization:octo-org:pipeline:x","aud":"pypi","organization_slug":"octo-org"}""";

    private const string NotFound = "valid token, but no corresponding publisher (Publisher with matching claims was not found)";

    [Theory]
    [InlineData(GitHub, "invalid-payload", "malformed JWT", FailureKind.MintIdTokenMalformed, "'outputs:'")]
    [InlineData(GitLab, "invalid-payload", "malformed JWT", FailureKind.MintIdTokenMalformed, "id_tokens:")]
    [InlineData(Google, "invalid-payload", "malformed JWT", FailureKind.MintIdTokenMalformed, "metadata server")]
    [InlineData("""{"iss":"https://ghe.example/_services/token","job_workflow_ref":"x"}""", "invalid-payload", "unknown trusted publishing issuer", FailureKind.MintIssuerUnknown, "GitHub Enterprise Server")]
    [InlineData("""{"iss":"https://gitlab.example","namespace_path":"x"}""", "invalid-payload", "unknown trusted publishing issuer", FailureKind.MintIssuerUnknown, "self-managed")]
    [InlineData(GitHub, "invalid-payload", "unknown trusted publishing issuer", FailureKind.MintIssuerUnknown, "other CI systems only")]
    [InlineData(Buildkite, "invalid-payload", "unknown trusted publishing issuer", FailureKind.MintIssuerUnknown, "https://agent.buildkite.com")]
    [InlineData(GitHub, "invalid-payload", "1 validation error for TokenPayload", FailureKind.MintPayloadRefused, "Update this module")]
    [InlineData(GitHub, "invalid-payload", "The name 'x' isn't allowed. See https://pypi.org/help/#project-name for more information.", FailureKind.MintProjectRefused, "pending publisher")]
    [InlineData(GitHub, "not-enabled", "GitHub trusted publishing functionality not enabled", FailureKind.TrustedPublishingDisabledForProvider, "status page")]
    [InlineData(GitHub, "invalid-token", "malformed or invalid token", FailureKind.MintIdTokenRefused, "self-hosted runner")]
    [InlineData(GitLab, "invalid-token", "malformed or invalid token", FailureKind.MintIdTokenRefused, "'aud: pypi'")]
    [InlineData(Google, "invalid-token", "malformed or invalid token", FailureKind.MintIdTokenRefused, "clock")]
    [InlineData(GitHub, "invalid-pending-publisher", "valid token, but project already exists", FailureKind.PendingPublisherProjectExists, "own settings")]
    [InlineData(GitHub, "invalid-reuse-token", "invalid token: already used", FailureKind.IdTokenReused, "for each exchange")]
    [InlineData(GitLab, "invalid-reuse-token", "invalid token: already used", FailureKind.IdTokenReused, "one ID token")]
    [InlineData(GitHub, "invalid-publisher", NotFound, FailureKind.NoMatchingPublisher, "runs in no environment")]
    [InlineData(GitLab, "invalid-publisher", NotFound, FailureKind.NoMatchingPublisher, "in .gitlab-ci.yml")]
    [InlineData(Google, "invalid-publisher", NotFound, FailureKind.NoMatchingPublisher, "Test-TrustedPublisher")]
    [InlineData(Reusable, "invalid-publisher", NotFound, FailureKind.NoMatchingPublisher, "Move the job that publishes into .github/workflows/release.yml")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Missing claim 'repository_owner_id')", FailureKind.NoMatchingPublisher, "lacks the claim 'repository_owner_id'")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Check failed for required claim 'repository_owner')", FailureKind.NoMatchingPublisher, "another Owner")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Check failed for required claim 'repository_owner_id')", FailureKind.NoMatchingPublisher, "renamed")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Check failed for optional claim 'environment')", FailureKind.NoMatchingPublisher, "another Environment name")]
    [InlineData(GitLab, "invalid-publisher", "valid token, but no corresponding publisher (The ci_config_ref_uri claim does not match, expecting one of ['gitlab.com/Octo-Group/sampleproject//.gitlab-ci.yml@refs/tags/v1'], got 'gitlab.com/octo-group/sampleproject//.gitlab-ci.yml@refs/tags/v1')", FailureKind.NoMatchingPublisher, "upper and lower case")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (JWT issuer 'https://x' does not match expected issuer 'https://y')", FailureKind.NoMatchingPublisher, "another installation")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Issuer 'https://x' is unsupported)", FailureKind.NoMatchingPublisher, "no publishers for this issuer")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (The job_workflow_ref claim is empty)", FailureKind.NoMatchingPublisher, "githubstatus")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (The ref and sha claims are empty)", FailureKind.NoMatchingPublisher, "a tag, a branch or a release")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Could not job extract workflow filename from OIDC claims)", FailureKind.NoMatchingPublisher, ".github/workflows/")]
    [InlineData(GitHub, "invalid-publisher", "valid token, but no corresponding publisher (Publishing from a workflow invoked via 'pull_request_target' is not supported.)", FailureKind.NoMatchingPublisher, "another event")]
    [InlineData(GitLab, "invalid-publisher", "valid token, but no corresponding publisher (The ci_config_ref_uri claim is empty)", FailureKind.NoMatchingPublisher, "General pipelines")]
    [InlineData(GitLab, "invalid-publisher", "valid token, but no corresponding publisher (The ref_path and sha claims are empty)", FailureKind.NoMatchingPublisher, "a tag or a branch")]
    [InlineData(GitLab, "invalid-publisher", "valid token, but no corresponding publisher (Could not extract workflow filename from OIDC claims)", FailureKind.NoMatchingPublisher, ".yml or .yaml")]
    [InlineData(Google, "invalid-publisher", "valid token, but no corresponding publisher (Check failed for required claim 'email_verified')", FailureKind.NoMatchingPublisher, "service account")]
    [InlineData(ActiveState, "invalid-publisher", "valid token, but no corresponding publisher (Invalid 'subject' claim. Wrong format)", FailureKind.NoMatchingPublisher, "Publish-ActiveStateDistribution")]
    [InlineData(GitHub, "something-new", "anything", FailureKind.MintRefused, "documentation")]
    public void Speaks_of_the_system_s_own_settings(string claims, string code, string description, FailureKind kind, string remedy)
    {
        var failure = MintRefusals.Explain(PackageIndex.PyPI, IdToken.Read("User", new Secret(Jwt.With(claims))), [(code, description)]);
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
        if (claims == Reusable) Assert.Empty(failure.Notes);
        else if (kind is FailureKind.NoMatchingPublisher or FailureKind.PendingPublisherProjectExists)
        {
            Assert.Contains(failure.Notes, static line => line.Contains("must be", StringComparison.Ordinal));
            Assert.Contains(failure.Notes, static line => line.Contains("https://pypi.org/manage/project/YOUR-PROJECT/settings/publishing/?provider=", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Shows_each_field_of_the_form_with_its_origin()
    {
        var failure = MintRefusals.Explain(PackageIndex.TestPyPI, IdToken.Read("User", new Secret(Jwt.With(GitHub))), [("invalid-publisher", NotFound)]);
        Assert.Equal(
            [
                "For this job to publish, testpypi must have this GitHub Actions publisher:",
                "  The publisher's   must be        which comes from",
                "  Owner             octo-org       the repository's owner",
                "  Repository name   sampleproject  the repository's name",
                "  Workflow name     release.yml    the workflow's file name in .github/workflows/",
                "  Environment name  (empty)        'environment:' of the job",
                "The form, filled in (put the project's name for YOUR-PROJECT): https://test.pypi.org/manage/project/YOUR-PROJECT/settings/publishing/?provider=github&owner=octo-org&repository=sampleproject&workflow_filename=release.yml",
                "For a project that does not exist yet: https://test.pypi.org/manage/account/publishing/",
            ],
            failure.Notes);
    }
}
