using System.Net;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Identity;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Identity;

public sealed class GoogleCloudTests
{
    private const string Other = "publisher@sampleproject.iam.gserviceaccount.com";

    // Nobody listens there.
    private static readonly GoogleMachine Nowhere = new() { ProductNameFile = "/no/such/file", MetadataHost = "127.0.0.1:1" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_the_token_of_the_attached_account()
    {
        await using var wire = await OpenAsync();
        var token = await new GoogleCloud(wire.Job(), wire.Transport).RequestAsync("rehearsal", Stop);
        token.Check("rehearsal", TimeProvider.System.GetUtcNow());
        // Only a token in full names the account, by which the index knows it.
        Assert.Contains('@', token.Claims.GetProperty("email").GetString()!);
        Assert.Equal("GoogleCloud", token.Provider);
    }

    [Fact]
    public async Task Escapes_the_audience()
    {
        await using var wire = await OpenAsync();
        Assert.Equal("a b&c=d#e", (await new GoogleCloud(wire.Job(), wire.Transport).RequestAsync("a b&c=d#e", Stop)).Audience);
    }

    [Fact]
    public async Task Acts_as_another_account_and_hides_the_access_token()
    {
        await using var wire = await OpenAsync(static options => options with { Impersonate = Other });
        var hidden = new List<Secret>();
        var options = new IdentityOptions
        {
            Hide = (secret, _) =>
            {
                hidden.Add(secret);
                return Task.CompletedTask;
            },
        };
        var token = await new GoogleCloud(wire.Job(), wire.Transport, options).RequestAsync("rehearsal", Stop);
        Assert.Equal(Other, token.Claims.GetProperty("email").GetString());
        var accessToken = Assert.Single(hidden).Reveal();
        Assert.DoesNotContain(wire.Lines, line => line.Contains(accessToken, StringComparison.Ordinal) || line.Contains(token.Value.Reveal(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_the_role_that_is_missing()
    {
        await using var wire = await OpenAsync(static options => options with { Impersonate = Other });
        var failure = await RefusedAsync(wire, FailureKind.ImpersonationRefused, wire.Job(("GOOGLE_SERVICE_ACCOUNT_NAME", "someone@else.iam.gserviceaccount.com")));
        Assert.Equal(HttpStatusCode.Forbidden, failure.Status);
        Assert.Contains("iam.serviceAccounts.getOpenIdToken", failure.Message, StringComparison.Ordinal);
        Assert.Contains("roles/iam.serviceAccountOpenIdTokenCreator on someone@else.iam.gserviceaccount.com", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/../b@example.org")]
    [InlineData("publisher")]
    [InlineData("@example.org")]
    [InlineData("a@b@c")]
    [InlineData("a@example.org:generateAccessToken?x=")]
    [InlineData("a b@example.org")]
    public async Task An_account_s_name_becomes_no_other_address(string name)
    {
        await using var wire = await OpenAsync();
        var failure = await RefusedAsync(wire, FailureKind.ServiceAccountNameInvalid, wire.Job(("GOOGLE_SERVICE_ACCOUNT_NAME", name)));
        Assert.Equal("GOOGLE_SERVICE_ACCOUNT_NAME", failure.Target);
        Assert.Empty(wire.Stage.Log.Entries);
    }

    [Theory]
    [InlineData("http://192.0.2.1")]
    [InlineData("https://user@example.org")]
    [InlineData("iamcredentials.googleapis.com")]
    public async Task The_access_token_is_sent_to_no_such_endpoint(string endpoint)
    {
        await using var wire = await OpenAsync(static options => options with { Impersonate = Other });
        var failure = await RefusedAsync(wire, FailureKind.IdTokenRequestRefused, wire.Job(("TRUSTEDPUBLISH_IAM_ENDPOINT", endpoint)));
        Assert.Equal("TRUSTEDPUBLISH_IAM_ENDPOINT", failure.Target);
    }

    [Fact]
    public async Task A_machine_without_account_says_where_to_attach_one()
    {
        await using var wire = await OpenAsync(static options => options with { WithoutServiceAccount = true });
        var failure = await RefusedAsync(wire, FailureKind.ServiceAccountMissing, wire.Job());
        Assert.Contains("has no ID token: no service account", failure.Message, StringComparison.Ordinal);
        Assert.Contains("set-service-account", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_show_itself_as_the_metadata_server_is_not_believed()
    {
        await using var wire = await OpenAsync(static options => options with { WithoutMetadataFlavor = true });
        await RefusedAsync(wire, FailureKind.MetadataServerUntrusted, wire.Job());
    }

    [Theory]
    [InlineData("127.0.0.1:1/path")]
    [InlineData("user@127.0.0.1")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public async Task The_metadata_server_s_name_leads_to_no_other_path(string host)
    {
        await using var wire = await OpenAsync();
        Assert.Equal("GCE_METADATA_HOST", (await RefusedAsync(wire, FailureKind.IdTokenRequestRefused, wire.Job(("GCE_METADATA_HOST", host)))).Target);
    }

    [Fact]
    public async Task A_server_that_is_not_there_says_where_this_runs()
    {
        await using var wire = await OpenAsync();
        var failure = await RefusedAsync(wire, FailureKind.ConnectionFailed, wire.Job(("GCE_METADATA_HOST", "127.0.0.1:1")));
        Assert.Contains("on Google Cloud", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity:503*2")]
    [InlineData("identity:reset*2")]
    public async Task Rides_out_a_passing_fault(string fault)
    {
        await using var wire = await OpenAsync();
        wire.Stage.Faults.Add(fault);
        var providers = new IdentityProviders(wire.Job(), wire.Transport);
        Assert.Equal("rehearsal", (await providers.RequestAsync(await providers.FindAsync(null, Stop), "rehearsal", Stop)).Audience);
    }

    [Fact]
    public async Task No_proxy_is_asked()
    {
        await using var stage = await OpenAsync();
        // It would refuse, for nobody listens there.
        await using var wire = await OpenAsync(null, new WebProxy("http://127.0.0.1:1"));
        var outside = stage.Job()["GCE_METADATA_HOST"]!;
        Assert.False(new TrustedPublish.Core.Http.ProxyExceptLoopback(new WebProxy("http://127.0.0.1:1")).GetProxy(new Uri("https://metadata.google.internal/")) is null);
        Assert.Null(new TrustedPublish.Core.Http.ProxyExceptLoopback(new WebProxy("http://127.0.0.1:1")).GetProxy(new Uri("http://metadata.google.internal/")));
        Assert.Equal("rehearsal", (await new GoogleCloud(wire.Job(("GCE_METADATA_HOST", outside)), wire.Transport).RequestAsync("rehearsal", Stop)).Audience);
    }

    [Theory]
    [InlineData("Google\n", true)]
    [InlineData("Google Compute Engine\n", true)]
    [InlineData("Googlebox\n", false)]
    public async Task Knows_the_machine_by_its_product_name(string product, bool isPresent)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There it stands in the registry.");
        using var folder = new TemporaryFolder();
        var file = folder.File("product_name").FullName;
        await File.WriteAllTextAsync(file, product, Stop);
        await using var wire = await Wire.OpenAsync();
        var presence = await LookAsync(wire, Nowhere with { ProductNameFile = file });
        Assert.Equal(isPresent, presence.IsPresent);
        if (isPresent) Assert.Contains(product.Trim(), presence.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knows_the_machine_by_its_metadata_server()
    {
        await using var wire = await OpenAsync();
        Assert.True((await LookAsync(wire, Nowhere with { MetadataHost = wire.Job()["GCE_METADATA_HOST"]! })).IsPresent);
    }

    [Theory]
    [InlineData("K_SERVICE")]
    [InlineData("CLOUD_RUN_JOB")]
    public async Task A_variable_that_others_set_too_is_no_proof(string variable)
    {
        await using var wire = await OpenAsync();
        var nobody = await LookAsync(wire, Nowhere, (variable, "x"));
        Assert.False(nobody.IsPresent);
        Assert.Contains(variable, nobody.Detail, StringComparison.Ordinal);
        Assert.True((await LookAsync(wire, Nowhere with { MetadataHost = wire.Job()["GCE_METADATA_HOST"]! }, (variable, "x"))).IsPresent);
        await using var other = await OpenAsync(static options => options with { WithoutMetadataFlavor = true });
        Assert.False((await LookAsync(other, Nowhere with { MetadataHost = other.Job()["GCE_METADATA_HOST"]! }, (variable, "x"))).IsPresent);
    }

    [Fact]
    public async Task A_server_without_the_header_is_none()
    {
        await using var wire = await OpenAsync(static options => options with { WithoutMetadataFlavor = true });
        Assert.False((await LookAsync(wire, Nowhere with { MetadataHost = wire.Job()["GCE_METADATA_HOST"]! })).IsPresent);
    }

    [Fact]
    public async Task Where_nobody_answers_it_is_not_there_after_one_try()
    {
        await using var wire = await OpenAsync();
        Assert.False((await LookAsync(wire, Nowhere)).IsPresent);
        Assert.Single(wire.Lines, static line => line.Contains("→ GET", StringComparison.Ordinal));
    }

    private static Task<Presence> LookAsync(Wire wire, GoogleMachine machine, params (string Name, string Value)[] variables) =>
        new GoogleCloud(new JobEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value), wire.Transport, new IdentityOptions { Machine = machine }).LookAsync(Stop);

    private static Task<Wire> OpenAsync(Func<StageOptions, StageOptions>? change = null, IWebProxy? proxy = null) => Wire.OpenAsync(
        CISystem.Google,
        change,
        proxy is null ? null : options => options with { Proxy = proxy });

    private static async Task<PublishException> RefusedAsync(Wire wire, FailureKind kind, JobEnvironment job)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => new GoogleCloud(job, wire.Transport).RequestAsync("rehearsal", Stop));
        Assert.Equal(kind, failure.Kind);
        Assert.NotEmpty(failure.Remedy);
        return failure;
    }
}
