using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Stage;

/// <summary>Asks a stage with a plain client, or by hand on a socket: the stage judges Core, so Core is not asked about it.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<(string Project, int Padding), FileInfo> _wheels = new();

    private Visitor(RehearsalStage stage)
    {
        Stage = stage;
        Client = stage.CreateClient();
    }

    public RehearsalStage Stage { get; }

    public HttpClient Client { get; }

    public Uri Audience => new(Stage.IndexUrl, "_/oidc/audience");

    public static async Task<Visitor> OpenAsync(Func<StageOptions, StageOptions>? change = null)
    {
        var options = new StageOptions { Publishers = [Publisher.For(new JobIdentity())] };
        return new Visitor(await RehearsalStage.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    /// <summary>A stage whose job is one of that CI system, with a publisher that fits.</summary>
    public static Task<Visitor> OpenAsync(CISystem system, Func<StageOptions, StageOptions>? change = null) => OpenAsync(options =>
    {
        var fitting = options with { System = system, Publishers = [Publisher.For(system)] };
        return change?.Invoke(fitting) ?? fitting;
    });

    /// <summary>A stage where these things go wrong.</summary>
    public static async Task<Visitor> OpenAsync(string fault, Func<StageOptions, StageOptions>? change = null)
    {
        var visitor = await OpenAsync(change);
        visitor.Stage.Faults.Add(fault);
        return visitor;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(Stage.IndexUrl, path), TestContext.Current.CancellationToken);

    /// <summary>The answer as soon as its head is there.</summary>
    public Task<HttpResponseMessage> GetHeadAsync(Uri address) => Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> BurnAsync(string body) =>
        Client.PostAsync(new Uri(Stage.IndexUrl, "_/oidc/burn-token"), new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    /// <summary>Exchanges an ID token. The refusal is code and description, with a colon between them; one of both is null.</summary>
    public async Task<(string? Token, string? Refusal)> MintAsync(string jwt, Uri? index = null)
    {
        using var answer = await Client.PostAsync(new Uri(index ?? Stage.IndexUrl, "_/oidc/mint-token"), new StringContent($$"""{"token":"{{jwt}}"}"""), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        if (answer.IsSuccessStatusCode) return (json.RootElement.GetProperty("token").GetString(), null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var error = Assert.Single(json.RootElement.GetProperty("errors").EnumerateArray());
        return (null, $"{error.GetProperty("code").GetString()}: {error.GetProperty("description").GetString()}");
    }

    /// <summary>A valid wheel of that project, with the same bytes each time: one that is made anew has other times in it.</summary>
    public FileInfo Wheel(string project = "demo", int padding = 0) => _wheels.GetOrAdd((project, padding), _ => Archives.ValidWheel(_folder, project, padding: padding));

    /// <summary>Uploads that wheel.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string project = "demo", int padding = 0, string? token = null, string? attestations = null)
    {
        var wheel = Wheel(project, padding);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in new[]
                 {
                     (":action", "file_upload"), ("metadata_version", "2.1"), ("name", project), ("version", "1.0"), ("filetype", "bdist_wheel"), ("pyversion", "py3"),
                     ("sha256_digest", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(wheel.FullName, TestContext.Current.CancellationToken)))),
                 })
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), name);
        }

        if (attestations is not null) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(attestations)), "attestations");
        var content = new ByteArrayContent(await File.ReadAllBytesAsync(wheel.FullName, TestContext.Current.CancellationToken));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "content", wheel.Name);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Stage.IndexUrl, "legacy/")) { Content = form, Version = Client.DefaultRequestVersion, VersionPolicy = Client.DefaultVersionPolicy };
        request.Headers.Authorization = new AuthenticationHeaderValue("token", token ?? Stage.MintApiToken());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A connection on which the head of an upload has been sent, and none of its <paramref name="length"/> bytes.</summary>
    public async Task<NetworkStream> BeginUploadAsync(int length)
    {
        // What this side would hold back has not been sent.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 16 * 1024 };
        await socket.ConnectAsync(Stage.IndexUrl.Host, Stage.IndexUrl.Port, TestContext.Current.CancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        var head = $"POST /legacy/ HTTP/1.1\r\nHost: {Stage.IndexUrl.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Stage.DisposeAsync();
        _folder.Dispose();
    }
}
