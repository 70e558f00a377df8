using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Http;

/// <summary>The networks that runners have: TLS with a company's CA, HTTP/1.1 and HTTP/2, IPv6, proxies.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http1AndHttp2)]
    [InlineData(HttpProtocols.Http2)]
    public async Task A_release_goes_out_over_TLS_whatever_HTTP_the_index_speaks(HttpProtocols protocols)
    {
        await using var wire = await Wire.OpenAsync(options => options with { Tls = true, Protocols = protocols });
        FileInfo[] files = [Archives.ValidWheel(_folder, padding: 2_000_000), Archives.ValidSdist(_folder), Archives.ValidWheel(_folder, "other", padding: 300_000)];
        var release = await Release.MintingAsync(wire, files, new RunOptions { SkipExisting = true });
        Assert.Null(release.Ended);
        release.AssertHonest();
        Assert.All(release.Results, static result => Assert.Null(result.Error));
        Assert.Equal(3, release.Uploads.Count);
        Assert.All(release.Uploads, upload => Assert.Equal(protocols == HttpProtocols.Http2 ? "HTTP/2" : "HTTP/1.1", upload.Protocol));
    }

    [Fact]
    public async Task Without_the_CA_nothing_is_sent_and_the_error_names_the_variable()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Tls = true }, static options => options with { CertificateFile = null });
        var release = await Release.MintingAsync(wire, [Archives.ValidWheel(_folder)]);
        Assert.Equal(FailureKind.TlsFailed, release.Ended!.Kind);
        Assert.Contains("SSL_CERT_FILE", release.Ended.Remedy, StringComparison.Ordinal);
        Assert.Empty(wire.Stage.Log.Entries);
    }

    [Fact]
    public async Task A_CA_does_not_vouch_for_another_host()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Tls = true });
        await using var proxy = new TunnelProxy(wire.Stage.IndexUrl.Port);
        using var transport = new HttpTransport(wire.Transport.Options with { MaximumRetryCount = 0, Proxy = new WebProxy(proxy.Address) }, Trace.None);
        // A name that stands in no certificate of this CA.
        var failure = await Assert.ThrowsAsync<PublishException>(() => new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse("https://other.example/"), Stop));
        Assert.Equal(FailureKind.TlsFailed, failure.Kind);
        Assert.Single(proxy.Requests);
        Assert.Empty(wire.Stage.Log.Entries);
    }

    [Theory]
    [InlineData("not there")]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task A_file_of_CAs_that_is_none_is_named(string content)
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Tls = true });
        var file = _folder.File("authorities.pem");
        if (content != "not there") await File.WriteAllTextAsync(file.FullName, content, Stop);
        var failure = await Assert.ThrowsAsync<PublishException>(async () =>
        {
            using var transport = new HttpTransport(wire.Transport.Options with { CertificateFile = file.FullName }, Trace.None);
            await new AudienceDiscovery(transport).GetAsync(wire.Index, Stop);
        });
        Assert.Equal(FailureKind.TlsFailed, failure.Kind);
        Assert.Contains(file.FullName, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_on_IPv6_is_reached()
    {
        if (!Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        await using var wire = await Wire.OpenAsync(static options => options with { IPv6 = true });
        var release = await Release.MintingAsync(wire, [Archives.ValidWheel(_folder)]);
        release.AssertHonest();
        Assert.Equal(FileStatus.Published, release.Results.Single().Status);
        Assert.Contains("[::1]", wire.Index.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_is_used_for_every_host_but_this_one()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Tls = true });
        await using var proxy = new TunnelProxy(wire.Stage.IndexUrl.Port);
        using var transport = new HttpTransport(wire.Transport.Options with { Proxy = new WebProxy(proxy.Address) }, Trace.None);
        Assert.Equal("rehearsal", await new AudienceDiscovery(transport).GetAsync(PackageIndex.Parse("https://index.example/"), Stop));
        Assert.Equal(["CONNECT index.example:443 HTTP/1.1"], proxy.Requests);

        Assert.Equal("rehearsal", await new AudienceDiscovery(transport).GetAsync(wire.Index, Stop));
        Assert.Single(proxy.Requests);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
