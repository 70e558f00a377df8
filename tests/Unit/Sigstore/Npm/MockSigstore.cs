using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TrustedPublish.Unit.Sigstore.Npm;

/// <summary>Sigstore as the npm package @sigstore/mock plays it, in a process of its own on loopback.</summary>
internal sealed class MockSigstore : IAsyncDisposable
{
    private readonly Process _process;
    private readonly JsonDocument _said;

    private MockSigstore(Process process, JsonDocument said)
    {
        _process = process;
        _said = said;
    }

    /// <summary>What a client trusts: the contents of trusted_root.json.</summary>
    public JsonElement TrustedRoot => _said.RootElement.GetProperty("trustedRoot");

    /// <summary>Where the services are: the contents of signing_config.json.</summary>
    public JsonElement SigningConfig => _said.RootElement.GetProperty("signingConfig");

    public static byte[] Bytes(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    public static async Task<MockSigstore> StartAsync()
    {
        Node.Need();
        var stop = TestContext.Current.CancellationToken;
        var process = Node.Start("mock-server.mjs");
        if (await process.StandardOutput.ReadLineAsync(stop) is { } line) return new MockSigstore(process, JsonDocument.Parse(line));
        var errors = await process.StandardError.ReadToEndAsync(stop);
        process.Dispose();
        throw new InvalidOperationException($"mock-server.mjs did not start: {errors}");
    }

    /// <summary>How often each address was asked, as <c>POST /path</c>.</summary>
    public async Task<IReadOnlyDictionary<string, int>> RequestsAsync()
    {
        using var client = new HttpClient();
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(_said.RootElement.GetProperty("requests").GetString()!), TestContext.Current.CancellationToken));
        return json.RootElement.EnumerateObject().ToDictionary(static count => count.Name, static count => count.Value.GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        // It ends with its standard input.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _said.Dispose();
    }
}
