using System.Net;
using System.Net.Sockets;
using System.Text;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Http;

/// <summary>What goes wrong below and before an index's answer.</summary>
public sealed class BrokenConnectionTests : IDisposable
{
    private static readonly HttpOptions OneTry = new() { MaximumRetryCount = 0, CertificateFile = null };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_handshake_that_is_cut_passes_and_is_no_lack_of_trust()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Stop);
                await client.GetStream().ReadExactlyAsync(new byte[16], Stop);
            },
            Stop);
        var failure = await AskAsync($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", OneTry);
        await serving;
        Assert.Equal(FailureKind.ConnectionFailed, failure.Kind);
        Assert.True(failure.IsTransient);
    }

    [Theory]
    [InlineData(407, false)]
    [InlineData(502, true)]
    public async Task A_proxy_that_refuses_is_named_without_its_password(int status, bool isTransient)
    {
        await using var proxy = new RawServer(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        var failure = await AskAsync("https://index.example/", OneTry with { Proxy = new WebProxy(new UriBuilder(proxy.Address) { UserName = "user", Password = "s3cret407" }.Uri) });
        Assert.Equal(FailureKind.ConnectionFailed, failure.Kind);
        Assert.Equal(isTransient, failure.IsTransient);
        Assert.Contains($"127.0.0.1:{proxy.Address.Port}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString() + failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_long_error_page_the_status_counts()
    {
        await using var server = RawServer.Json(new string(' ', 2_000_000), 503);
        var failure = await AskAsync(server.Address.AbsoluteUri, OneTry);
        Assert.Equal(FailureKind.IndexUnavailable, failure.Kind);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_question_gets_the_file_without_it()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:early=417");
        FileInfo[] files = [Archives.ValidWheel(_folder, padding: 2_000_000), Archives.ValidWheel(_folder, version: "2.0", padding: 2_000_001)];
        var release = await Release.WithTokenAsync(wire, files, wire.ApiToken(), new RunOptions { ThrottleLimit = 1 });
        release.AssertHonest();
        Assert.All(release.Results, static result => Assert.Equal((FileStatus.Published, 1), (result.Status, result.Attempts)));
        Assert.Equal(3, release.Uploads.Count);
    }

    [Fact]
    public void What_a_server_shows_of_the_request_is_no_credential()
    {
        var token = new ApiToken(PackageIndex.PyPI, new Secret("pypi-secret"), null);
        var said = $"{{\"message\":\"Bad header: Basic {token.BasicCredential()}, or pypi-secret\"}}";
        var failure = UploadRefusals.Explain(token, "demo", "demo.whl", new HttpAnswer(HttpStatusCode.BadRequest, null, "application/json", Encoding.UTF8.GetBytes(said), null, null));
        Assert.Contains("Bad header: Basic ***, or ***", failure.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<PublishException> AskAsync(string index, HttpOptions options)
    {
        using var transport = new HttpTransport(options, Trace.None);
        return await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse(index), Stop));
    }
}
