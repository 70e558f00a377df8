using System.Net;
using System.Text;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishers;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishers;

/// <summary>An upload that is refused for who uploads: what a job of each CI system is told.</summary>
public sealed class UploadAdviceTests
{
    private const string GitHub = """{"iss":"https://token.actions.githubusercontent.com","repository":"octo-org/sampleproject","repository_owner":"octo-org","job_workflow_ref":"octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1"}""";
    private const string GitLab = """{"iss":"https://gitlab.com","project_path":"octo-group/sampleproject","ci_config_ref_uri":"gitlab.com/octo-group/sampleproject//.gitlab-ci.yml@refs/tags/v1"}""";
    private const string Google = """{"iss":"https://accounts.google.com","email":"publisher@octo-org.iam.gserviceaccount.com"}""";

    [Theory]
    [InlineData(GitHub, 403, "Invalid API Token: OIDC scoped token is not valid for project 'demo'", FailureKind.TokenForOtherProject, "workflow")]
    [InlineData(GitLab, 403, "The given token isn't allowed to upload to project 'demo'. See …", FailureKind.TokenForOtherProject, "GitLab project")]
    [InlineData(Google, 403, "Invalid API Token: OIDC scoped token is not valid for project 'demo'", FailureKind.TokenForOtherProject, "service account")]
    [InlineData(GitHub, 403, "Invalid API Token: token is expired", FailureKind.TokenExpired, "right before uploading")]
    [InlineData(GitLab, 403, "Invalid API Token: token is expired", FailureKind.TokenExpired, "one ID token")]
    [InlineData(GitHub, 400, "Non-user identities cannot create new projects. This was probably caused by …", FailureKind.ProjectCreationRefused, "pending publisher")]
    public void Names_the_setting(string claims, int status, string said, FailureKind kind, string remedy)
    {
        var failure = Explain(claims, status, said);
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Leads_to_the_project_s_form()
    {
        var notes = Explain(GitHub, 403, "Invalid API Token: OIDC scoped token is not valid for project 'my-demo'").Notes;
        Assert.Contains(notes, static line => line.EndsWith("https://pypi.org/manage/project/my-demo/settings/publishing/?provider=github&owner=octo-org&repository=sampleproject&workflow_filename=release.yml", StringComparison.Ordinal));
        Assert.Contains(Explain(GitHub, 400, "Non-user identities cannot create new projects.").Notes, static line => line.Contains("must name the project 'my-demo'", StringComparison.Ordinal));
    }

    private static PublishException Explain(string claims, int status, string said)
    {
        var token = new ApiToken(PackageIndex.PyPI, new Secret("pypi-x"), null) { Identity = PublisherIdentity.Of(IdToken.Read("User", new Secret(Jwt.With(claims)))) };
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { message = said }));
        return UploadRefusals.Explain(token, "My_Demo", "my-demo-1.0.tar.gz", new HttpAnswer((HttpStatusCode)status, null, "application/json", body, null, null));
    }
}
