using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace TrustedPublish.Unit.Stage.Sigstore;

/// <summary>The stage's timestamps, judged by the framework's RFC 3161.</summary>
public sealed class TimestampTests
{
    private static readonly byte[] Signature = Encoding.UTF8.GetBytes("a signature");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_signs_the_time(bool withCertificate)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var visitor = await SigstoreVisitor.OpenAsync(change: options => options with { TimeProvider = time });
        using var signer = new SigstoreVisitor(visitor);
        var request = Rfc3161TimestampRequest.CreateFromData(Signature, HashAlgorithmName.SHA256, requestedPolicyId: null, nonce: new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, requestSignerCertificates: withCertificate);
        var token = request.ProcessResponse(await signer.TimestampAsync(request), out _);
        var trusted = await signer.TrustAsync();
        Assert.True(token.VerifySignatureForData(Signature, out var certificate, [trusted.Timestamps[0]]));
        Assert.Equal(trusted.Timestamps[0].RawData, certificate.RawData);
        Assert.Equal(time.GetUtcNow(), token.TokenInfo.Timestamp);
        Assert.Equal(withCertificate ? 1 : 0, token.AsSignedCms().Certificates.Count);
        Assert.False(token.VerifySignatureForData(Encoding.UTF8.GetBytes("another"), out _, [trusted.Timestamps[0]]));
    }

    [Fact]
    public async Task Its_clock_may_be_off()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        visitor.Stage.Faults.Add("tsa:clock=86400s");
        var request = Rfc3161TimestampRequest.CreateFromData(Signature, HashAlgorithmName.SHA256);
        Assert.InRange(request.ProcessResponse(await signer.TimestampAsync(request), out _).TokenInfo.Timestamp - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task It_may_sign_something_else()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        visitor.Stage.Faults.Add("tsa:wrong-timestamp");
        var request = Rfc3161TimestampRequest.CreateFromData(Signature, HashAlgorithmName.SHA256);
        var answer = await signer.TimestampAsync(request);
        Assert.Throws<CryptographicException>(() => request.ProcessResponse(answer, out _));
    }

    [Fact]
    public async Task It_takes_requests_alone()
    {
        await using var visitor = await SigstoreVisitor.OpenAsync();
        using var signer = new SigstoreVisitor(visitor);
        var (status, _, _) = await signer.PostAsync("api/v1/timestamp", new { artifactHash = Signature });
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }
}
