using System.Net;
using System.Text;
using System.Text.Json;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;

namespace TrustedPublish.Unit.Index;

/// <summary>The index's words (warehouse forklift/legacy.py, oidc/views.py) and the kind that each must become.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(400, "'x' is an invalid value for summary. Error: …", FailureKind.MetadataRefused)]
    [InlineData(400, "'already exists, Invalid distribution file' is an invalid value for summary.", FailureKind.MetadataRefused)]
    [InlineData(400, "The description failed to render for 'text/x-rst'. See …", FailureKind.DescriptionRefused)]
    [InlineData(400, "Upload payload does not have a file.", FailureKind.UploadPayloadRefused)]
    [InlineData(400, "Include at least one message digest.", FailureKind.UploadPayloadRefused)]
    [InlineData(400, "Unknown protocol version.", FailureKind.UploadPayloadRefused)]
    [InlineData(400, "Invalid file extension: Use .tar.gz, .whl or .zip extension.", FailureKind.FileExtensionRefused)]
    [InlineData(400, "Invalid distribution file.", FailureKind.FileContentRefused)]
    [InlineData(400, "Invalid distribution file. ZIP archive not accepted: Duplicate filename", FailureKind.FileContentRefused)]
    [InlineData(400, "File too large. Limit for project 'demo' is 100 MB.", FailureKind.FileTooLarge)]
    [InlineData(400, "Project size too large. Limit for project 'demo' total size is 10 GB.", FailureKind.ProjectTooLarge)]
    [InlineData(400, "The digest supplied does not match a digest calculated from the uploaded file.", FailureKind.DigestRefused)]
    [InlineData(400, "Only one sdist may be uploaded per release.", FailureKind.SecondSdistRefused)]
    [InlineData(400, "License-File LICENSE does not exist in distribution file demo", FailureKind.LicenseFileRefused)]
    [InlineData(400, "Wheel 'demo' does not contain the required METADATA file: x", FailureKind.FileContentRefused)]
    [InlineData(400, "Wheel 'demo' does not contain the required RECORD file: x", FailureKind.FileContentRefused)]
    [InlineData(400, "Wheel 'demo' has an entry point that is invalid", FailureKind.FileContentRefused)]
    [InlineData(400, "requires_dist: Should not be a tuple", FailureKind.UploadPayloadRefused)]
    [InlineData(400, "Something new", FailureKind.MetadataRefused)]
    [InlineData(400, "Filename is too long: 'x'", FailureKind.FileNameRefused)]
    [InlineData(400, "Start filename for 'demo' with 'demo'.", FailureKind.FileNameRefused)]
    [InlineData(400, "Filename 'x' is invalid, should be 'y'.", FailureKind.FileNameRefused)]
    [InlineData(400, "Binary wheel 'x' has an unsupported platform tag 'linux_x86_64'.", FailureKind.PlatformTagRefused)]
    [InlineData(400, "Version in filename should be '1.0' not '1.1'.", FailureKind.FileNameRefused)]
    [InlineData(400, "File already exists ('demo', with blake2_256 hash 'x'). See …", FailureKind.FileAlreadyExists)]
    [InlineData(400, "This filename was previously used by a file that has since been deleted. Use a different version.", FailureKind.FileNameUsedBefore)]
    [InlineData(400, "Uploading new files to releases older than 14 days is not allowed.", FailureKind.ReleaseClosed)]
    [InlineData(400, "Non-user identities cannot create new projects. See …", FailureKind.ProjectCreationRefused)]
    [InlineData(400, "Invalid attestations supplied during upload: x", FailureKind.AttestationsRefused)]
    [InlineData(400, "Invalid attestations supplied during upload: Could not verify the uploaded artifact using the included attestation: Verification failed: subject does not match distribution digest", FailureKind.AttestationsRefused)]
    [InlineData(401, "", FailureKind.CredentialRefused)]
    [InlineData(403, "Read-only mode: Uploads are temporarily disabled.", FailureKind.ReadOnlyIndex)]
    [InlineData(403, "New uploads are temporarily disabled. See …", FailureKind.UploadsDisabled)]
    [InlineData(403, "Invalid or non-existent authentication information. See …", FailureKind.CredentialRefused)]
    [InlineData(403, "Invalid API Token: token is expired", FailureKind.TokenExpired)]
    [InlineData(403, "Invalid API Token: OIDC scoped token is not valid for project 'x'", FailureKind.TokenForOtherProject)]
    [InlineData(403, "Invalid API Token: InvalidMacaroonError", FailureKind.TokenRefused)]
    [InlineData(403, "The given token isn't allowed to upload to project 'x'. See …", FailureKind.TokenForOtherProject)]
    [InlineData(403, "The user 'x' is not allowed to upload to project 'y'.", FailureKind.TokenForOtherProject)]
    [InlineData(403, "User 'x' does not have two factor authentication enabled.", FailureKind.AccountNotVerified)]
    [InlineData(404, "", FailureKind.WrongUploadAddress)]
    [InlineData(408, "", FailureKind.IndexUnavailable)]
    [InlineData(403, "Username/Password authentication is no longer supported.", FailureKind.PasswordRefused)]
    [InlineData(403, "User 'x' does not have two-factor authentication enabled.", FailureKind.AccountNotVerified)]
    [InlineData(403, "User 'x' does not have a verified primary email address.", FailureKind.AccountNotVerified)]
    [InlineData(403, "Something new", FailureKind.UploadForbidden)]
    [InlineData(405, "", FailureKind.WrongUploadAddress)]
    [InlineData(409, "", FailureKind.NameConflict)]
    [InlineData(410, "", FailureKind.UploadActionGone)]
    [InlineData(413, "", FailureKind.FileTooLarge)]
    [InlineData(429, "Too many new projects created", FailureKind.TooManyRequests)]
    [InlineData(500, "", FailureKind.IndexUnavailable)]
    [InlineData(503, "", FailureKind.IndexUnavailable)]
    [InlineData(308, "", FailureKind.RedirectRefused)]
    [InlineData(418, "", FailureKind.UploadRefused)]
    public void Upload(int status, string message, FailureKind kind)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = message }));
        var failure = UploadRefusals.Explain(new ApiToken(PackageIndex.PyPI, new Core.Secrets.Secret("pypi-x"), null), "demo", "demo-1.0.tar.gz", new HttpAnswer((HttpStatusCode)status, null, "application/json", body, null, null));
        Assert.Equal(kind, failure.Kind);
        Assert.NotEmpty(failure.Remedy);
        Assert.Equal(status is 408 or 429 or >= 500, failure.IsTransient);
        Assert.Equal(status, (int)failure.Status!);
        Assert.Equal("https://upload.pypi.org/legacy/", failure.Target);
        Assert.Contains("demo-1.0.tar.gz", failure.Message, StringComparison.Ordinal);
        Assert.Empty(failure.Notes);
    }

    [Fact]
    public void A_project_that_is_not_there_is_registered_on_the_index_s_form()
    {
        var claims = """{"iss":"https://gitlab.com","project_path":"octo-group/demo","ci_config_ref_uri":"gitlab.com/octo-group/demo//.gitlab-ci.yml@refs/tags/v1"}""";
        var token = new ApiToken(PackageIndex.TestPyPI, new Core.Secrets.Secret("pypi-x"), null)
        {
            Identity = Core.Publishers.PublisherIdentity.Of(Core.Identity.IdToken.Read("User", new Core.Secrets.Secret(Support.Jwt.With(claims)))),
        };
        var answer = new HttpAnswer(HttpStatusCode.BadRequest, null, "application/json", """{"message":"Non-user identities cannot create new projects."}"""u8.ToArray(), null, null);
        var notes = UploadRefusals.Explain(token, "My_Demo", "my_demo-1.0.tar.gz", answer).Notes;
        Assert.Contains("must name the project 'my-demo'", notes[0], StringComparison.Ordinal);
        Assert.Equal("Register it at https://test.pypi.org/manage/account/publishing/", notes[^1]);
    }

    [Fact]
    public void An_upload_that_is_put_off_says_until_when()
    {
        var failure = UploadRefusals.Explain(
            new ApiToken(PackageIndex.PyPI, new Core.Secrets.Secret("pypi-x"), null), "demo", "demo-1.0.tar.gz",
            new HttpAnswer(HttpStatusCode.TooManyRequests, null, "application/json", """{"message":"Too many new projects created"}"""u8.ToArray(), TimeSpan.FromSeconds(7), null));
        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
        Assert.Equal("pypi refused demo-1.0.tar.gz (429): Too many new projects created", failure.Message);
    }

    [Theory]
    [InlineData("invalid-payload", "malformed JWT", FailureKind.MintIdTokenMalformed)]
    [InlineData("invalid-payload", "Malformed jwt", FailureKind.MintIdTokenMalformed)]
    [InlineData("invalid-token", "malformed JWT", FailureKind.MintIdTokenRefused)]
    [InlineData("invalid-payload", "unknown trusted publishing issuer", FailureKind.MintIssuerUnknown)]
    [InlineData("invalid-payload", "The name 'x' isn't allowed. See … for the project name", FailureKind.MintProjectRefused)]
    [InlineData("invalid-payload", "1 validation error for TokenPayload", FailureKind.MintPayloadRefused)]
    [InlineData("not-enabled", "GitHub trusted publishing functionality not enabled", FailureKind.TrustedPublishingDisabledForProvider)]
    [InlineData("invalid-token", "malformed or invalid token", FailureKind.MintIdTokenRefused)]
    [InlineData("invalid-pending-publisher", "valid token, but project already exists", FailureKind.PendingPublisherProjectExists)]
    [InlineData("invalid-publisher", "valid token, but no corresponding publisher (…)", FailureKind.NoMatchingPublisher)]
    [InlineData("invalid-reuse-token", "invalid token: already used", FailureKind.IdTokenReused)]
    [InlineData("something-new", "", FailureKind.MintRefused)]
    public void Mint(string code, string description, FailureKind kind)
    {
        var (found, remedy) = MintRefusals.Find(code, description);
        Assert.Equal(kind, found);
        Assert.NotEmpty(remedy);
    }

    [Fact]
    public void A_message_is_one_bounded_line_without_control_characters()
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { message = "a\n\u001b[31mb" + new string('x', 5000) }));
        var message = new HttpAnswer(HttpStatusCode.BadRequest, null, "application/json", body, null, null).Message;
        Assert.StartsWith("a  [31mb", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 1001);
    }

    [Fact]
    public void An_HTML_page_is_not_quoted()
    {
        var answer = new HttpAnswer(HttpStatusCode.BadGateway, "Bad Gateway", "text/html", "<html>secret page</html>"u8.ToArray(), null, null);
        Assert.Equal("Bad Gateway", answer.Message);
    }
}
