using TrustedPublish.Core.Distributions;
using TrustedPublish.Core.Distributions.Rules;
using TrustedPublish.Core;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Index;
using TrustedPublish.Core.Publishing;
using TrustedPublish.Core.Secrets;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Publishing;

public sealed class PublisherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publishes_a_wheel_and_an_sdist_whole()
    {
        await using var wire = await Wire.OpenAsync();
        var files = new[] { Archives.ValidWheel(_folder, padding: 400_000), Archives.ValidSdist(_folder) };
        var results = await PublishAsync(wire, wire.ApiToken(), files);
        Assert.All(results, static result => Assert.Equal(FileStatus.Published, result.Status));
        foreach (var file in files)
        {
            var stored = wire.Stage.Store.Find(file.Name)!;
            Assert.Equal(await File.ReadAllBytesAsync(file.FullName, Stop), await File.ReadAllBytesAsync(stored.Path, Stop));
            Assert.Equal(stored.Sha256, results.Single(result => result.Distribution.FileName == file.Name).Sha256);
        }

        Assert.Equal(new Uri(wire.Stage.IndexUrl, "project/demo/1.0/"), results[0].ReleasePage);
    }

    [Fact]
    public async Task Sends_the_form_the_index_knows()
    {
        await using var wire = await Wire.OpenAsync();
        var wheel = Archives.ValidWheel(_folder);
        await PublishAsync(wire, wire.ApiToken(), wheel);
        var stored = wire.Stage.Store.Find(wheel.Name)!;
        Assert.Equal(
            [
                new(":action", "file_upload"), new("protocol_version", "1"), new("filetype", "bdist_wheel"), new("pyversion", "py3"), new("sha256_digest", stored.Sha256),
                new("metadata_version", "2.1"), new("name", "demo"), new("version", "1.0"), new("summary", "A demonstration"), new("description", "Long text.\n"),
            ],
            stored.Form);
        Assert.Equal("application/json", wire.Stage.Log.Entries.Single(static entry => entry.Stage == "upload").Accept);
    }

    /// <summary>A proxy that refuses does so before it has read the file; its reason must not be lost in a cut connection.</summary>
    [Fact]
    public async Task Hears_a_refusal_before_the_file_is_sent()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:early=413");
        var results = await PublishAsync(wire, wire.ApiToken(), Archives.ValidWheel(_folder, padding: 20_000_000));
        Assert.Equal(FailureKind.FileTooLarge, results.Single().Error!.Kind);
        Assert.Equal(1, results.Single().Attempts);
    }

    [Fact]
    public async Task A_failure_names_the_file()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:400");
        var wheel = Archives.ValidWheel(_folder);
        Assert.Equal(wheel.FullName, (await PublishAsync(wire, wire.ApiToken(), wheel)).Single().Error!.Target);
    }

    [Fact]
    public async Task An_identical_file_may_come_again()
    {
        await using var wire = await Wire.OpenAsync();
        var wheel = Archives.ValidWheel(_folder);
        await PublishAsync(wire, wire.ApiToken(), wheel);
        Assert.Equal(FileStatus.Published, (await PublishAsync(wire, wire.ApiToken(), wheel)).Single().Status);
    }

    [Fact]
    public async Task Another_file_of_the_name_may_not_and_the_next_file_has_its_turn()
    {
        await using var wire = await Wire.OpenAsync();
        await PublishAsync(wire, wire.ApiToken(), Archives.ValidWheel(_folder, "one"));
        var results = await PublishAsync(wire, wire.ApiToken(), Archives.ValidWheel(_folder, "one", padding: 1), Archives.ValidWheel(_folder, "two"));
        Assert.Equal(FileStatus.Published, results.Single(static result => result.Distribution.Metadata.Name == "two").Status);
        var refused = results.Single(static result => result.Distribution.Metadata.Name == "one");
        Assert.Equal(FailureKind.FileAlreadyExists, refused.Error!.Kind);
        Assert.Equal(1, refused.Attempts);
    }

    [Fact]
    public async Task Says_that_a_token_has_ended()
    {
        await using var wire = await Wire.OpenAsync();
        var token = new ApiToken(wire.Index, new Secret(wire.Stage.MintApiToken(TimeSpan.Zero)), null);
        var failure = (await PublishAsync(wire, token, Archives.ValidWheel(_folder))).Single().Error!;
        Assert.Equal(FailureKind.TokenExpired, failure.Kind);
    }

    [Fact]
    public async Task Says_that_a_token_is_for_another_project()
    {
        await using var wire = await Wire.OpenAsync(static options => options with { Publishers = [new Rehearsal.Stage.GitHubPublisher("somebody", "else", "release.yml") { Projects = ["demo"] }] });
        Assert.Equal(FailureKind.TokenForOtherProject, (await PublishAsync(wire, wire.ApiToken("other"), Archives.ValidWheel(_folder))).Single().Error!.Kind);
        Assert.Equal(FailureKind.CredentialRefused, (await PublishAsync(wire, new ApiToken(wire.Index, new Secret("pypi-x"), null), Archives.ValidWheel(_folder))).Single().Error!.Kind);
    }

    [Theory]
    [InlineData("upload:503*2")]
    [InlineData("upload:429*2;retry-after=1")]
    [InlineData("upload:408*2")]
    [InlineData("upload:reset*2")]
    [InlineData("upload:lost*2")]
    public async Task Rides_out_a_passing_fault(string fault)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add(fault);
        var result = (await PublishAsync(wire, wire.ApiToken(), Archives.ValidWheel(_folder, padding: 300_000))).Single();
        Assert.Equal(FileStatus.Published, result.Status);
        Assert.Equal(3, result.Attempts);
        Assert.Single(wire.Stage.Store.Files);
    }

    [Theory]
    [InlineData("upload:503*6", FailureKind.IndexUnavailable, 6)]
    [InlineData("upload:reset*6", FailureKind.ConnectionFailed, 6)]
    [InlineData("upload:400", FailureKind.MetadataRefused, 1)]
    [InlineData("upload:403", FailureKind.UploadForbidden, 1)]
    [InlineData("upload:308", FailureKind.RedirectRefused, 1)]
    [InlineData("upload:409", FailureKind.NameConflict, 1)]
    public async Task Gives_up_where_trying_on_is_no_use(string fault, FailureKind kind, int attempts)
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add(fault);
        var result = (await PublishAsync(wire, wire.ApiToken(), Archives.ValidWheel(_folder, padding: 300_000))).Single();
        Assert.Equal(FileStatus.Failed, result.Status);
        Assert.Equal(kind, result.Error!.Kind);
        Assert.Equal(attempts, result.Attempts);
        Assert.Empty(wire.Stage.Store.Files);
    }

    [Fact]
    public async Task Reports_its_progress_in_bytes_up_to_the_end()
    {
        await using var wire = await Wire.OpenAsync();
        var file = Archives.ValidWheel(_folder, padding: 1_000_000);
        var steps = new List<UploadProgress>();
        var set = ReleaseSet.Read([file], RuleScope.PyPI, Trace.None, Stop);
        await SendAsync(wire, wire.ApiToken(), set.Distributions, step => { lock (steps) steps.Add(step); }, static _ => { }, Stop);
        Assert.Equal(file.Length, steps[^1].Bytes);
        Assert.True(steps.Count > 5);
        Assert.All(steps, step => Assert.Equal(file.Length, step.TotalBytes));
    }

    [Fact]
    public async Task Notices_a_file_that_changed_after_it_was_checked()
    {
        await using var wire = await Wire.OpenAsync();
        var file = Archives.ValidWheel(_folder, padding: 1000);
        var set = ReleaseSet.Read([file], RuleScope.PyPI, Trace.None, Stop);
        await File.AppendAllTextAsync(file.FullName, "more", Stop);
        var results = new List<FileResult>();
        await SendAsync(wire, wire.ApiToken(), set.Distributions, static _ => { }, results.Add, Stop);
        Assert.Equal(FailureKind.FileChanged, results.Single().Error!.Kind);
    }

    [Fact]
    public async Task Ends_at_once_when_it_is_cancelled()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:hang");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var set = ReleaseSet.Read([Archives.ValidWheel(_folder)], RuleScope.PyPI, Trace.None, Stop);
        var token = wire.ApiToken();
        var running = SendAsync(
            wire, token, set.Distributions, step => { if (step.CurrentBytes == step.Current.Size) cancel.Cancel(); }, static _ => { }, cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(5), Stop));
    }

    [Fact]
    public async Task No_line_of_the_log_holds_the_token()
    {
        await using var wire = await Wire.OpenAsync();
        wire.Stage.Faults.Add("upload:503*1");
        var token = wire.ApiToken();
        await PublishAsync(wire, token, Archives.ValidWheel(_folder));
        Assert.NotEmpty(wire.Lines);
        Assert.DoesNotContain(wire.Lines, line => line.Contains(token.Value.Reveal(), StringComparison.Ordinal));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<List<FileResult>> PublishAsync(Wire wire, ApiToken token, params FileInfo[] files)
    {
        var set = ReleaseSet.Read(files, RuleScope.PyPI, Trace.None, Stop);
        Assert.Empty(set.Errors);
        var results = new List<FileResult>();
        await SendAsync(wire, token, set.Distributions, static _ => { }, result => { lock (results) results.Add(result); }, Stop);
        return results;
    }

    private static async Task SendAsync(
        Wire wire, ApiToken token, IReadOnlyList<Distribution> distributions, Action<UploadProgress> progress, Action<FileResult> done, CancellationToken cancellationToken)
    {
        using var tokens = TokenSource.Of(token, null, wire.Transport);
        await using var digests = new FileDigests(cancellationToken);
        await new Publisher(wire.Transport, new PublishOptions()).PublishAsync(tokens, distributions, digests, progress, done, cancellationToken);
    }
}
