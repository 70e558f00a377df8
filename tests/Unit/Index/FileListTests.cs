using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Http;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Index;

public sealed class FileListTests : IDisposable
{
    private static readonly string Digest = new('a', 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_each_file_with_its_digest()
    {
        var files = await AskAsync($$"""{"name":"demo","files":[{"filename":"demo-1.0.tar.gz","hashes":{"sha256":"{{Digest.ToUpperInvariant()}}"},"url":"x"},{"filename":"old.whl","hashes":{"md5":"x"},"url":"y"},{"filename":"older.whl"},{"filename":"oldest.whl","hashes":[]}]}""");
        Assert.Equal(Digest, files["demo-1.0.tar.gz"]);
        Assert.Null(files["old.whl"]);
        Assert.Null(files["older.whl"]);
        Assert.Null(files["oldest.whl"]);
    }

    [Fact]
    public async Task A_project_that_is_not_there_has_no_files() => Assert.Empty(await AskAsync("{}", 404));

    [Theory]
    [InlineData("{}", 200, FailureKind.FileListUnsupported)]
    [InlineData("""{"files":{}}""", 200, FailureKind.FileListUnsupported)]
    [InlineData("""{"files":[1]}""", 200, FailureKind.FileListUnsupported)]
    [InlineData("""{"files":[{"url":"x"}]}""", 200, FailureKind.FileListUnsupported)]
    [InlineData("[]", 200, FailureKind.FileListUnsupported)]
    [InlineData("{}", 406, FailureKind.FileListUnsupported)]
    [InlineData("{}", 401, FailureKind.FileListRefused)]
    [InlineData("{}", 403, FailureKind.FileListRefused)]
    [InlineData("{}", 500, FailureKind.IndexUnavailable)]
    public async Task Whatever_else_comes_is_no_list(string body, int status, FailureKind kind)
    {
        var failure = await Assert.ThrowsAsync<PublishException>(() => AskAsync(body, status));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, (int)failure.Status!);
        Assert.EndsWith("/simple/de-mo/", failure.Target, StringComparison.Ordinal);
        Assert.Contains(kind == FailureKind.IndexUnavailable ? "status page" : "-SkipExisting", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_came_instead_of_a_list()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
        Assert.Contains("answered 200 with no content type", (await Assert.ThrowsAsync<PublishException>(() => AskAsync(server))).Message, StringComparison.Ordinal);
        Assert.Contains("answered 200 with application/json", (await Assert.ThrowsAsync<PublishException>(() => AskAsync("{}"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_digest_is_not_told_keeps_the_set_back()
    {
        await using var server = RawServer.Json("""{"files":[{"filename":"demo-1.0-py3-none-any.whl"}]}""");
        using var transport = new HttpTransport(new HttpOptions { MaximumRetryCount = 0 }, Trace.None);
        var set = ReleaseSet.Read([Archives.ValidWheel(_folder)], Core.Distributions.Rules.RuleScope.AnyIndex, Trace.None, Stop);
        await using var digests = new FileDigests(Stop);
        var existing = await ExistingFiles.FindAsync(transport, PackageIndex.Parse(server.Address.AbsoluteUri), set.Distributions, digests, Stop);
        Assert.Empty(existing.Identical);
        Assert.Contains("does not tell its SHA-256", existing.Conflicts.Single().Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyDictionary<string, string?>> AskAsync(string body, int status = 200)
    {
        await using var server = RawServer.Json(body, status);
        return await AskAsync(server);
    }

    private static async Task<IReadOnlyDictionary<string, string?>> AskAsync(RawServer server)
    {
        using var transport = new HttpTransport(new HttpOptions { MaximumRetryCount = 0 }, Trace.None);
        var files = await new FileList(transport).GetAsync(PackageIndex.Parse(server.Address.AbsoluteUri), "De.Mo", Stop);
        Assert.StartsWith("GET /simple/de-mo/ ", server.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains("application/vnd.pypi.simple.v1+json", server.Requests.Single(), StringComparison.Ordinal);
        // A list from before the upload that is looked for would not have its file.
        Assert.Contains("Cache-Control: no-cache", server.Requests.Single(), StringComparison.Ordinal);
        return files;
    }
}
