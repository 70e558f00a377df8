using System.Text;
using TrustedPublish.Core;
using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Index;

/// <summary>One upload, and which answers to it are a yes.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>PyPI says yes without a word, devpi and others with a line or an object.</summary>
    [Theory]
    [InlineData(200, "", "")]
    [InlineData(200, "text/html", "")]
    [InlineData(200, "text/plain", "Thanks.")]
    [InlineData(200, "", "OK")]
    [InlineData(200, "application/json", "{}")]
    [InlineData(201, "application/json", """{"status":"created"}""")]
    [InlineData(202, "", "")]
    [InlineData(204, "", "")]
    public async Task Believes_what_an_index_says(int status, string type, string body)
    {
        await using var server = Answering(status, type, body);
        await SendAsync(server, Archives.ValidWheel(_folder));
        Assert.StartsWith("POST /legacy/ ", server.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<p>Sign in", "text/html, 10 bytes")]
    [InlineData("application/xhtml+xml", "<p>Sign in", "application/xhtml+xml, 10 bytes")]
    [InlineData("application/json", "[1]", "application/json, 3 bytes")]
    public async Task And_not_what_something_between_says(string type, string body, string shown)
    {
        await using var server = Answering(200, type, body);
        var failure = await Assert.ThrowsAsync<PublishException>(() => SendAsync(server, Archives.ValidWheel(_folder)));
        Assert.Equal(FailureKind.UploadUnconfirmed, failure.Kind);
        Assert.Contains($"answered 200 with something that is not an index's answer ({shown})", failure.Message, StringComparison.Ordinal);
        Assert.Equal(200, (int)failure.Status!);
        Assert.Equal(new Uri(server.Address, "legacy/").AbsoluteUri, failure.Target);
        Assert.Contains("does no harm", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(203)]
    [InlineData(206)]
    public async Task Nor_another_status(int status)
    {
        await using var server = Answering(status, "application/json", "{}");
        Assert.Equal(FailureKind.UploadRefused, (await Assert.ThrowsAsync<PublishException>(() => SendAsync(server, Archives.ValidWheel(_folder)))).Kind);
    }

    /// <summary>A server that refuses a large file says so before it is sent, where it is asked; a small one is sent sooner than that.</summary>
    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData((1024 * 1024) - 1, false)]
    public async Task Asks_before_a_large_file_is_sent(int size, bool isAsked)
    {
        var wheel = Archives.ValidWheel(_folder);
        // Bytes before the archive, for an exact size: an upload sends a file as it is.
        await File.WriteAllBytesAsync(wheel.FullName, [.. new byte[size - wheel.Length], .. await File.ReadAllBytesAsync(wheel.FullName, Stop)], Stop);
        wheel.Refresh();
        await using var server = Answering(200, "", "");
        await SendAsync(server, wheel);
        Assert.Equal(isAsked, server.Requests.Single().Contains("Expect: 100-continue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_the_credential_the_length_and_what_answer_it_takes()
    {
        await using var server = Answering(200, "", "");
        var steps = new List<long>();
        var attempts = 0;
        var wheel = Archives.ValidWheel(_folder, padding: 300_000);
        await SendAsync(server, wheel, () => attempts++, steps.Add);
        var request = server.Requests.Single();
        Assert.Contains($"Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes("__token__:pypi-x"))}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Accept: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: multipart/form-data; boundary=----TrustedPublish", request, StringComparison.Ordinal);
        Assert.Contains("Content-Length: ", request, StringComparison.Ordinal);
        Assert.Equal(1, attempts);
        Assert.Equal(0, steps[0]);
        Assert.Equal(wheel.Length, steps[^1]);
        Assert.Equal(steps.Order(), steps);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RawServer Answering(int status, string type, string body) => new(Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} Told\r\n{(type.Length > 0 ? $"Content-Type: {type}\r\n" : "")}{(status == 204 ? "" : $"Content-Length: {body.Length}\r\n")}Connection: close\r\n\r\n{body}"));

    private static async Task SendAsync(RawServer server, FileInfo file, Action? attempting = null, Action<long>? sent = null)
    {
        using var transport = new HttpTransport(new HttpOptions { MaximumRetryCount = 0 }, Trace.None);
        var distribution = Distribution.Read(file, Stop);
        var token = new ApiToken(PackageIndex.Parse(server.Address.AbsoluteUri), new Secret("pypi-x"), null);
        await new Upload(transport).SendAsync(token, distribution, await Sha256Digest.ComputeAsync(file, Stop), null, attempting ?? (static () => { }), sent ?? (static _ => { }), Stop);
    }
}
