using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TrustedPublish.Core;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Sigstore.Tuf;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Repositories that other programs made (tests/Unit/Data/tuf), so that client and repository are not of one hand.</summary>
public sealed class OtherRepositoryTests
{
    [Fact]
    public async Task A_repository_of_tuf_js_is_read()
    {
        var files = JsonSerializer.Deserialize<Dictionary<string, byte[]>>(File.ReadAllText(Repository.Path("tests/Unit/Data/tuf/repo-mock.json")))!;
        Assert.Equal("{\"made by\":\"another\"}", await TargetAsync(files.GetValueOrDefault, "trusted_root.json", new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_repository_of_tuf_on_ci_is_read()
    {
        var content = await TargetAsync(TufOnCI, "delegatedrole/artifact", new DateTimeOffset(2025, 2, 9, 9, 17, 23, TimeSpan.Zero));
        Assert.Equal(File.ReadAllText(Repository.Path("tests/Unit/Data/tuf/tuf-on-ci/targets/delegatedrole/45f337ee451b4c098d121d09cc224bacc7794503ac58a47a78cfe7ebefb7fab3.artifact")), content);
    }

    private static byte[]? TufOnCI(string path)
    {
        var file = Repository.Path($"tests/Unit/Data/tuf/tuf-on-ci/{path}");
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    private static async Task<string> TargetAsync(Func<string, byte[]?> files, string path, DateTimeOffset at)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await FileServer.StartAsync(files);
        using var transport = new HttpTransport(new HttpOptions { MaximumRetryCount = 0 }, Trace.None);
        var client = new TufClient(new TufRepository(transport, server.Address), files("1.root.json"), null, null, new FakeTimeProvider(at));
        return Encoding.UTF8.GetString((await client.TargetAsync(await client.RefreshAsync(stop), path, stop)).Span);
    }
}
