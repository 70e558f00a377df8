using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustedPublish.Rehearsal.Stage;
using TrustedPublish.Rehearsal.Stage.Network;
using TrustedPublish.Rehearsal.Stage.Tools;

namespace TrustedPublish.Rehearsal.Tools;

/// <summary>The platform's builder <c>pypi-publisher</c>: presents an ID token to the index and uploads the wheel.</summary>
internal static class StateToolIndex
{
    private const string Artifact = "pypi-publisher";

    // Header of METADATA → field of the upload's form, of those that a sample has (docs.pypi.org, Upload API).
    private static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Metadata-Version"] = "metadata_version",
        ["Name"] = "name",
        ["Version"] = "version",
        ["Summary"] = "summary",
        ["Requires-Python"] = "requires_python",
        ["Requires-Dist"] = "requires_dist",
        ["Classifier"] = "classifiers",
        ["License"] = "license",
        ["License-Expression"] = "license_expression",
        ["Author"] = "author",
        ["Author-email"] = "author_email",
        ["Project-URL"] = "project_urls",
        ["Keywords"] = "keywords",
    };

    /// <summary>Publishes the wheel; where <paramref name="host"/> is null, on PyPI, which a rehearsal can't reach.</summary>
    /// <exception cref="StateToolException">As the build fails that does it.</exception>
    public static async Task PublishAsync(ToolCall call, StateToolProject project, StateToolWheel wheel, string? audience, string? host)
    {
        if (host is null || !Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) || !address.IsLoopback)
            throw StateToolBuild.Failed(Artifact, $"dial tcp: lookup {host ?? "pypi.org"}: no such host");
        using var handler = new SocketsHttpHandler { UseProxy = false };
        if (Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } authority) handler.SslOptions = CertificateAuthority.Trust(authority);
        using var client = new HttpClient(handler);
        try
        {
            client.BaseAddress = await SpeaksPlainlyAsync(address, call.CancellationToken) ? address : new Uri($"https://{host}/");
            var idToken = await call.AskIdTokenAsync(new ToolTokenRequest(CISystem.ActiveState, audience ?? "pypi")
            {
                Claims = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["sub"] = $"org:{project.Owner}:project:{project.Name}",
                    ["organization"] = project.Owner,
                    ["project"] = project.Name,
                    ["project_path"] = $"{project.Owner}/{project.Name}",
                },
            });
            var apiToken = await MintAsync(client, idToken, call.CancellationToken);
            await UploadAsync(client, wheel, apiToken, call.CancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw StateToolBuild.Failed(Artifact, $"connection reset: {exception.Message}");
        }
    }

    /// <summary>Whether the index is one without TLS: the script names a host and no scheme.</summary>
    private static async Task<bool> SpeaksPlainlyAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> MintAsync(HttpClient client, string idToken, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri("_/oidc/mint-token", UriKind.Relative), new StringContent(JsonSerializer.Serialize(new { token = idToken }), Encoding.UTF8, "application/json"), cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode) throw StateToolBuild.Failed(Artifact, $"{Status(answer)} for url: {client.BaseAddress}_/oidc/mint-token {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("token").GetString()!;
    }

    private static async Task UploadAsync(HttpClient client, StateToolWheel wheel, string apiToken, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        void Add(string name, string value) => form.Add(new StringContent(value), $"\"{name}\"");
        Add(":action", "file_upload");
        Add("protocol_version", "1");
        Add("filetype", "bdist_wheel");
        Add("pyversion", "py3");
        Add("sha256_digest", Convert.ToHexStringLower(SHA256.HashData(wheel.Content)));
        foreach (var (header, value) in wheel.Metadata)
            if (Fields.TryGetValue(header, out var field)) Add(field, value);
        var content = new ByteArrayContent(wheel.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "\"content\"", wheel.FileName);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("legacy/", UriKind.Relative)) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"__token__:{apiToken}")));
        using var answer = await client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw StateToolBuild.Failed(Artifact, $"{Status(answer)} for url: {client.BaseAddress}legacy/ {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    // As Python's requests words it.
    private static string Status(HttpResponseMessage answer) =>
        $"HTTPError: {(int)answer.StatusCode} {(answer.StatusCode < HttpStatusCode.InternalServerError ? "Client" : "Server")} Error: {answer.ReasonPhrase}";
}
