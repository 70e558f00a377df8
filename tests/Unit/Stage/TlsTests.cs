using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TrustedPublish.Unit.Stage;

/// <summary>An index with TLS, HTTP/2 and IPv6.</summary>
public sealed class TlsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_trusts_the_authority_is_served()
    {
        await using var visitor = await Visitor.OpenAsync(static options => options with { Tls = true });
        Assert.Equal("https", visitor.Stage.IndexUrl.Scheme);
        Assert.Equal(visitor.Stage.CertificateAuthorityFile, visitor.Stage.Environment["SSL_CERT_FILE"]);
        using var client = TrustingClient(visitor.Stage.CertificateAuthorityFile!);
        Assert.Equal("""{"audience":"rehearsal"}""", await client.GetStringAsync(visitor.Audience, Stop));
    }

    [Fact]
    public async Task Who_does_not_is_not()
    {
        await using var visitor = await Visitor.OpenAsync(static options => options with { Tls = true });
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(visitor.Audience, Stop));
        Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
    }

    [Fact]
    public async Task Nor_who_trusts_the_authority_of_another_run()
    {
        await using var visitor = await Visitor.OpenAsync(static options => options with { Tls = true });
        await using var other = await Visitor.OpenAsync(static options => options with { Tls = true });
        using var client = TrustingClient(other.Stage.CertificateAuthorityFile!);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(visitor.Audience, Stop));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("index.example", true)]
    [InlineData("[::1]", true)]
    [InlineData("other.example", false)]
    public async Task The_certificate_is_for_these_names(string host, bool isServed)
    {
        await using var visitor = await Visitor.OpenAsync(static options => options with { Tls = true });
        using var client = TrustingClient(visitor.Stage.CertificateAuthorityFile!, new DnsEndPoint(visitor.Stage.IndexUrl.Host, visitor.Stage.IndexUrl.Port));
        var asking = client.GetAsync(new UriBuilder(visitor.Audience) { Host = host }.Uri, Stop);
        if (isServed) Assert.Equal(HttpStatusCode.OK, (await asking).StatusCode);
        else await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, true, false)]
    [InlineData(HttpProtocols.Http1AndHttp2, true, true)]
    [InlineData(HttpProtocols.Http2, false, true)]
    public async Task It_speaks_the_versions_asked_for(HttpProtocols protocols, bool speaks1, bool speaks2)
    {
        await using var visitor = await Visitor.OpenAsync(options => options with { Tls = true, Protocols = protocols });
        visitor.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Assert.Equal(speaks1, await TryAsync(HttpVersion.Version11));
        Assert.Equal(speaks2, await TryAsync(HttpVersion.Version20));
        Assert.Equal([.. new[] { (speaks1, "HTTP/1.1"), (speaks2, "HTTP/2") }.Where(static version => version.Item1).Select(static version => version.Item2)], visitor.Stage.Log.Entries.Select(static entry => entry.Protocol));

        async Task<bool> TryAsync(Version version)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, visitor.Audience) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            try
            {
                using var answer = await visitor.Client.SendAsync(request, Stop);
                return answer.IsSuccessStatusCode && answer.Version == version;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("upload:reset-before")]
    [InlineData("upload:reset")]
    [InlineData("upload:reset-after")]
    [InlineData("upload:lost")]
    [InlineData("upload:cut")]
    public async Task A_cut_over_HTTP2_hits_its_request_alone(string fault)
    {
        await using var visitor = await Visitor.OpenAsync($"{fault}", static options => options with { Tls = true, Protocols = HttpProtocols.Http2, Latency = TimeSpan.FromMilliseconds(50) });
        visitor.Client.DefaultRequestVersion = HttpVersion.Version20;
        visitor.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var other = visitor.GetAsync("_/oidc/audience");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => visitor.UploadAsync(padding: 100_000));
        Assert.Equal(HttpStatusCode.OK, (await other).StatusCode);
        Assert.Equal(fault is "upload:lost" or "upload:cut" ? 1 : 0, visitor.Stage.Store.Files.Count);
        var next = await visitor.UploadAsync(padding: 100_000);
        Assert.Equal("", await next.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Single(visitor.Stage.Store.Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_listen_on_IPv6(bool tls)
    {
        Assert.SkipUnless(HasIPv6(), "::1 can't be bound on this machine.");
        await using var visitor = await Visitor.OpenAsync(options => options with { IPv6 = true, Tls = tls });
        Assert.Equal("[::1]", visitor.Stage.IndexUrl.Host);
        Assert.Equal("[::1]", visitor.Stage.IdentityUrl.Host);
        Assert.True((await visitor.GetAsync("_/oidc/audience")).IsSuccessStatusCode);
        Assert.True((await visitor.UploadAsync()).IsSuccessStatusCode);
        // The exchange too: there the index asks the identity provider for its keys.
        var mint = await visitor.Client.PostAsync(
            new Uri(visitor.Stage.IndexUrl, "_/oidc/mint-token"), new StringContent($$"""{"token":"{{visitor.Stage.IssueIdToken("rehearsal")}}"}"""), Stop);
        Assert.True(mint.IsSuccessStatusCode);
    }

    private static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A client that trusts the authority of a PEM file, and connects to <paramref name="server"/> whatever the address says.</summary>
    private static HttpClient TrustingClient(string authorityFile, DnsEndPoint? server = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = policy } };
        if (server is not null)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(server, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return new HttpClient(handler);
    }
}
