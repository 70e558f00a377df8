using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TrustedPublish.Rehearsal.Stage;

namespace TrustedPublish.Unit.Stage;

/// <summary>The rules of Google's metadata server and of its IAM credentials service.</summary>
public sealed class GoogleMachineTests
{
    private const string Account = "computeMetadata/v1/instance/service-accounts/default/";
    private const string Other = "releases@octo-org.iam.gserviceaccount.com";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_full_token_names_the_account_and_publishes()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google);
        var answer = await AskAsync(visitor, $"{Account}identity?audience=rehearsal&format=full");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["Google"], answer.Headers.GetValues("Metadata-Flavor"));
        var jwt = await answer.Content.ReadAsStringAsync(Stop);
        var claims = CIJobTests.Claims(jwt);
        Assert.Equal("publisher@octo-org.iam.gserviceaccount.com", claims["email"].GetString());
        Assert.True(claims["email_verified"].GetBoolean());
        Assert.Equal(21, claims["sub"].GetString()!.Length);
        Assert.Equal(3600, claims["exp"].GetInt64() - claims["iat"].GetInt64());
        Assert.DoesNotContain("jti", claims.Keys);
        Assert.True(claims.ContainsKey("google"));
        Assert.Null((await visitor.MintAsync(jwt)).Refusal);
    }

    [Fact]
    public async Task The_usual_form_does_not()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google);
        var jwt = await (await AskAsync(visitor, $"{Account}identity?audience=rehearsal")).Content.ReadAsStringAsync(Stop);
        Assert.Equal("invalid-publisher: valid token, but no corresponding publisher (Missing claim 'email')", (await visitor.MintAsync(jwt)).Refusal);
    }

    [Theory]
    [InlineData($"{Account}identity?audience=rehearsal", null, false, HttpStatusCode.Forbidden)]
    [InlineData($"{Account}identity?audience=rehearsal", "google", false, HttpStatusCode.Forbidden)]
    [InlineData($"{Account}identity?audience=rehearsal", "Google", true, HttpStatusCode.Forbidden)]
    [InlineData($"{Account}token", null, false, HttpStatusCode.Forbidden)]
    [InlineData("computeMetadata/v1/", null, false, HttpStatusCode.Forbidden)]
    [InlineData("computeMetadata/v1/", "Google", false, HttpStatusCode.OK)]
    [InlineData("", null, false, HttpStatusCode.OK)]
    [InlineData($"{Account}identity", "Google", false, HttpStatusCode.BadRequest)]
    public async Task It_takes_those_who_know_its_header_and_come_by_themselves(string path, string? flavor, bool forwarded, HttpStatusCode status)
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google);
        var answer = await AskAsync(visitor, path, flavor, forwarded);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(["Google"], answer.Headers.GetValues("Metadata-Flavor"));
    }

    [Fact]
    public async Task A_machine_may_lack_the_account_or_the_header()
    {
        await using var bare = await Visitor.OpenAsync(CISystem.Google, static options => options with { WithoutServiceAccount = true });
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(bare, $"{Account}identity?audience=rehearsal&format=full")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(bare, "computeMetadata/v1/")).StatusCode);

        await using var portal = await Visitor.OpenAsync(CISystem.Google, static options => options with { WithoutMetadataFlavor = true });
        foreach (var path in new[] { "", "computeMetadata/v1/", $"{Account}token", $"{Account}identity?audience=rehearsal&format=full" })
            Assert.False((await AskAsync(portal, path)).Headers.Contains("Metadata-Flavor"));
    }

    [Fact]
    public async Task Faults_hit_the_first_look_and_the_token_apart()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google);
        visitor.Stage.Faults.Add("identity:503");
        visitor.Stage.Faults.Add("metadata:500");
        Assert.Equal(HttpStatusCode.InternalServerError, (await AskAsync(visitor, "")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(visitor, "")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(visitor, $"{Account}token")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(visitor, $"{Account}token")).StatusCode);
    }

    [Fact]
    public async Task One_account_acts_as_another()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google, static options => options with { Impersonate = Other, Publishers = [new GooglePublisher(Other)] });
        Assert.Equal(Other, visitor.Stage.Environment["GOOGLE_SERVICE_ACCOUNT_NAME"]);
        using var access = JsonDocument.Parse(await (await AskAsync(visitor, $"{Account}token")).Content.ReadAsStringAsync(Stop));
        Assert.Equal("Bearer", access.RootElement.GetProperty("token_type").GetString());
        using var answer = await GenerateAsync(visitor, Other, access.RootElement.GetProperty("access_token").GetString(), """{"audience":"rehearsal","includeEmail":true}""");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var jwt = body.RootElement.GetProperty("token").GetString()!;
        Assert.Equal(Other, CIJobTests.Claims(jwt)["email"].GetString());
        Assert.Null((await visitor.MintAsync(jwt)).Refusal);
        // Its own token is still the machine's.
        var own = await (await AskAsync(visitor, $"{Account}identity?audience=rehearsal&format=full")).Content.ReadAsStringAsync(Stop);
        Assert.StartsWith("invalid-publisher: ", (await visitor.MintAsync(own)).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Other, false, """{"audience":"rehearsal","includeEmail":true}""", 401, "UNAUTHENTICATED")]
    [InlineData("stranger@octo-org.iam.gserviceaccount.com", true, """{"audience":"rehearsal","includeEmail":true}""", 403, "PERMISSION_DENIED")]
    [InlineData(Other, true, """{"includeEmail":true}""", 400, "INVALID_ARGUMENT")]
    [InlineData(Other, true, "nothing", 400, "INVALID_ARGUMENT")]
    public async Task It_refuses_in_Googles_form(string account, bool knowsToken, string request, int code, string status)
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google, static options => options with { Impersonate = Other });
        using var access = JsonDocument.Parse(await (await AskAsync(visitor, $"{Account}token")).Content.ReadAsStringAsync(Stop));
        using var answer = await GenerateAsync(visitor, account, knowsToken ? access.RootElement.GetProperty("access_token").GetString() : "ya29.other", request);
        Assert.Equal(code, (int)answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var error = body.RootElement.GetProperty("error");
        Assert.Equal((code, status), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Without_being_asked_for_it_the_token_does_not_name_the_account()
    {
        await using var visitor = await Visitor.OpenAsync(CISystem.Google, static options => options with { Impersonate = Other });
        using var access = JsonDocument.Parse(await (await AskAsync(visitor, $"{Account}token")).Content.ReadAsStringAsync(Stop));
        using var answer = await GenerateAsync(visitor, Other, access.RootElement.GetProperty("access_token").GetString(), """{"audience":"rehearsal"}""");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.DoesNotContain("email", CIJobTests.Claims(body.RootElement.GetProperty("token").GetString()!).Keys);
    }

    private static Task<HttpResponseMessage> AskAsync(Visitor visitor, string path, string? flavor = "Google", bool forwarded = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"http://{visitor.Stage.Environment["GCE_METADATA_HOST"]}/{path}");
        if (flavor is not null) request.Headers.Add("Metadata-Flavor", flavor);
        if (forwarded) request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        return visitor.Client.SendAsync(request, Stop);
    }

    private static Task<HttpResponseMessage> GenerateAsync(Visitor visitor, string account, string? accessToken, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{visitor.Stage.Environment["TRUSTEDPUBLISH_IAM_ENDPOINT"]}/v1/projects/-/serviceAccounts/{account}:generateIdToken")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return visitor.Client.SendAsync(request, Stop);
    }
}
