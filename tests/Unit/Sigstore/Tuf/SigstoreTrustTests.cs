using System.Text;
using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;
using TrustedPublish.Unit.Support;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Where the trust comes from: a file, the repository, the cache on disk, what is shipped.</summary>
public sealed class SigstoreTrustTests : TufTest, IDisposable
{
    private static readonly byte[] Config = Encoding.UTF8.GetBytes("""{"mediaType":"a signing configuration"}""");
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public SigstoreTrustTests()
    {
        Repository.AddTarget("targets", "signing_config.v0.2.json", Config);
        Repository.Publish("targets", "snapshot", "timestamp");
        Repository.Ship("2025-12-24T00:00:00Z");
    }

    private string Cache => Path.Combine(_folder.Path, "cache");

    private TrustOptions Options => new() { Repository = Server.Address, Shipped = Repository, CacheFolder = Cache, RefreshedFor = TimeSpan.Zero };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_that_are_named_win_and_nobody_is_asked()
    {
        var (root, config) = (_folder.File("root.json").FullName, _folder.File("config.json").FullName);
        await File.WriteAllTextAsync(root, "a root", Stop);
        await File.WriteAllTextAsync(config, "a configuration", Stop);
        using var trust = Open(Options with { TrustedRootFile = root, SigningConfigFile = config });
        Assert.Equal("a root", Text(await trust.TrustedRootAsync(Stop)));
        Assert.Equal("a configuration", Text(await trust.SigningConfigAsync(1, Stop)));
        Assert.Equal((root, config), (trust.TrustedRootSource, trust.SigningConfigSource(1)));
        Assert.Empty(Server.Requests);
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_no_reason_to_take_another()
    {
        using var trust = Open(Options with { TrustedRootFile = _folder.File("none.json").FullName });
        var failure = await Assert.ThrowsAsync<PublishException>(() => trust.TrustedRootAsync(Stop));
        Assert.Equal(FailureKind.PathNotFound, failure.Kind);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task What_is_shipped_and_still_current_is_not_downloaded()
    {
        Assert.Equal(SimulatedRepository.Content, await RootAsync());
        Assert.Equal(["2.root.json", "timestamp.json"], Server.Requests);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_second_run_asks_for_the_next_root_and_the_timestamp_alone()
    {
        var newer = PublishNewer();
        Assert.Equal(newer, await RootAsync());
        Assert.Equal(["2.root.json", "3.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json"], Server.Requests.Take(5));
        Assert.Equal(newer, await RootAsync());
        Assert.Equal(["3.root.json", "timestamp.json"], Server.Requests);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Twenty_files_make_one_refresh()
    {
        PublishNewer();
        using var trust = Open(Options);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => number % 2 == 0 ? trust.TrustedRootAsync(Stop) : trust.SigningConfigAsync(1, Stop), Stop)));
        Assert.Single(Server.Requests, "timestamp.json");
    }

    [Fact]
    public async Task One_refresh_holds_for_an_hour_of_this_process()
    {
        var options = Options with { RefreshedFor = TimeSpan.FromHours(1), CacheFolder = null };
        await RootAsync(options);
        Assert.NotEmpty(Server.Requests);
        Clock.Advance(TimeSpan.FromMinutes(59));
        await RootAsync(options);
        Assert.Empty(Server.Requests);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await RootAsync(options);
        Assert.Equal(["2.root.json", "timestamp.json"], Server.Requests);
    }

    [Fact]
    public async Task Out_of_reach_the_last_verified_copy_is_used_and_its_day_is_told()
    {
        var newer = PublishNewer();
        await RootAsync();
        Clock.Advance(TimeSpan.FromDays(90));
        Server.Status = 503;
        using var trust = Open(Options);
        Assert.Equal(newer, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Equal(newer, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Contains("the copy of 2026-01-01 is used", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("503", _warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_reach_without_a_cache_the_shipped_copy_is_used()
    {
        var options = Options with { CacheFolder = null };
        await Server.DisposeAsync();
        using var trust = Open(options);
        Assert.Equal(SimulatedRepository.Content, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Equal(Config, (await trust.SigningConfigAsync(1, Stop)).ToArray());
        Assert.Contains("the copy that came with this module (2025-12-24) is used", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("targets.json")]
    [InlineData("targets%2Ftrusted_root.json")]
    [InlineData("2.root.json")]
    public async Task Out_of_reach_a_damaged_cache_is_passed_over(string file)
    {
        PublishNewer();
        await RootAsync();
        Spoil(file);
        Server.Status = 500;
        Assert.Equal(SimulatedRepository.Content, await RootAsync());
        Assert.Contains("came with this module", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_reach_a_cache_that_is_older_than_what_is_shipped_is_passed_over()
    {
        PublishNewer(withRoot: false);
        await RootAsync();
        // A newer module.
        var newest = PublishNewer(withRoot: false, content: "the newest trusted root");
        Repository.Ship("2026-01-02T00:00:00Z");
        Server.Status = 500;
        Assert.Equal(newest, await RootAsync());
        Assert.Contains("came with this module (2026-01-02)", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_target_that_is_out_of_reach_is_an_error_and_no_older_one_stands_in()
    {
        await RootAsync();
        var newer = PublishNewer();
        var missing = Repository.Files.Single(file => file.Value == newer).Key;
        Server.EndlessFrom = missing;
        var failure = await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Equal(FailureKind.TrustUpdateRefused, failure.Kind);
        Server.EndlessFrom = null;
        Server.BreaksAt = missing;
        await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task What_does_not_verify_is_an_error_and_no_copy_takes_its_place()
    {
        PublishNewer();
        await RootAsync();
        Repository.Signers["timestamp"] = [TestKey.Ecdsa().Named(Repository.Signers["timestamp"][0].Id)];
        Repository.Publish("timestamp");
        _ = Server.Requests;
        using var trust = Open(Options);
        for (var file = 0; file < 3; file++)
        {
            var failure = await Assert.ThrowsAsync<PublishException>(() => file == 1 ? trust.SigningConfigAsync(1, Stop) : trust.TrustedRootAsync(Stop));
            Assert.Equal(FailureKind.TrustUpdateRefused, failure.Kind);
        }

        Assert.Empty(_warnings);
        Assert.Single(Server.Requests, "timestamp.json");
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(401)]
    public async Task A_server_that_answers_but_is_no_repository_is_an_error(int status)
    {
        Server.Status = status;
        var failure = await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Equal(FailureKind.TrustUpdateRefused, failure.Kind);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task What_is_kept_guards_a_later_run_against_older_metadata()
    {
        var old = Repository.Files["timestamp.json"];
        PublishNewer(withRoot: false);
        await RootAsync();
        Repository.Files["timestamp.json"] = old;
        var failure = await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Contains("version 3 is known already", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shipped_guards_a_first_run_against_older_metadata()
    {
        var old = Repository.Files["timestamp.json"];
        Repository.Publish("timestamp");
        Repository.Ship("2026-01-01T00:00:00Z");
        Repository.Files["timestamp.json"] = old;
        var failure = await Assert.ThrowsAsync<PublishException>(() => RootAsync());
        Assert.Contains("version 3 is known already", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.root.json", "2.root.json")]
    [InlineData("timestamp.json", null)]
    [InlineData("snapshot.json", "3.snapshot.json")]
    [InlineData("targets.json", "3.targets.json")]
    [InlineData("targets%2Ftrusted_root.json", "targets/")]
    public async Task A_damaged_file_of_the_cache_is_downloaded_again(string file, string? again)
    {
        var newer = PublishNewer();
        await RootAsync();
        var whole = await File.ReadAllBytesAsync(FileOf(file), Stop);
        Spoil(file);
        _ = Server.Requests;
        Assert.Equal(newer, await RootAsync());
        var requests = Server.Requests;
        if (again is not null) Assert.Contains(requests, request => request.StartsWith(again, StringComparison.Ordinal));
        Assert.Equal(whole, await File.ReadAllBytesAsync(FileOf(file), Stop));
    }

    [Fact]
    public async Task A_root_that_somebody_put_into_the_cache_is_not_trusted_for_lying_there()
    {
        await RootAsync();
        var other = new SimulatedRepository();
        other.Publish("root");
        await File.WriteAllBytesAsync(FileOf("2.root.json"), other.Files["2.root.json"], Stop);
        Assert.Equal(SimulatedRepository.Content, await RootAsync());
        Server.Status = 500;
        Assert.Equal(SimulatedRepository.Content, await RootAsync());
    }

    [Fact]
    public async Task Without_a_folder_to_write_to_nothing_is_kept_and_nothing_fails()
    {
        // A file stands where the folder would be made.
        await File.WriteAllTextAsync(Cache, "", Stop);
        var newer = PublishNewer();
        Assert.Equal(newer, await RootAsync());
        Assert.Equal(newer, await RootAsync());
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Clients_side_by_side_do_not_hinder_each_other()
    {
        var newer = PublishNewer();
        var roots = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => RootAsync(), Stop)));
        Assert.All(roots, root => Assert.Equal(newer, root));
        Assert.DoesNotContain(Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories), static file => file.EndsWith(".tmp", StringComparison.Ordinal));
        _ = Server.Requests;
        Assert.Equal(newer, await RootAsync());
        Assert.Equal(["3.root.json", "timestamp.json"], Server.Requests);
    }

    [Fact]
    public async Task Cancelling_one_caller_leaves_the_next_one_its_refresh()
    {
        using var trust = Open(Options);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trust.TrustedRootAsync(cancel.Token));
        Assert.Equal(SimulatedRepository.Content, (await trust.TrustedRootAsync(Stop)).ToArray());
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(true, false, "/xdg", "local", "home", "local|TrustedPublish")]
    [InlineData(false, true, "/xdg", "local", "home", "home|Library|Caches|TrustedPublish")]
    [InlineData(false, false, null, "local", "home", "home|.cache|TrustedPublish")]
    [InlineData(false, false, "", "local", "home", "home|.cache|TrustedPublish")]
    [InlineData(false, false, "relative", "local", "home", "home|.cache|TrustedPublish")]
    [InlineData(false, false, null, "local", "", null)]
    [InlineData(true, false, null, "", "home", null)]
    public void Each_system_has_its_folder(bool isWindows, bool isMacOS, string? xdg, string local, string home, string? expected) =>
        Assert.Equal(expected?.Replace('|', Path.DirectorySeparatorChar), CacheFolder.Of(isWindows, isMacOS, xdg, local, home));

    [Fact]
    public void The_folder_that_is_named_by_its_variable_wins_elsewhere() =>
        Assert.Equal(Path.Combine(_folder.Path, "TrustedPublish"), CacheFolder.Of(false, false, _folder.Path, "local", "home"));

    private SigstoreTrust Open(TrustOptions options) => new(Transport, options)
    {
        Warn = warning =>
        {
            lock (_warnings) _warnings.Add(warning);
        },
    };

    private async Task<byte[]> RootAsync(TrustOptions? options = null)
    {
        using var trust = Open(options ?? Options);
        return (await trust.TrustedRootAsync(Stop)).ToArray();
    }

    /// <summary>Publishes another trusted root, all metadata anew, and returns it.</summary>
    private byte[] PublishNewer(bool withRoot = true, string content = "a newer trusted root")
    {
        var newer = Encoding.UTF8.GetBytes(content);
        Repository.AddTarget("targets", SimulatedRepository.Target, newer);
        if (withRoot) Repository.RotateKeys("targets");
        Repository.Publish("targets", "snapshot", "timestamp");
        return newer;
    }

    private string FileOf(string name) => Path.Combine(Assert.Single(Directory.EnumerateDirectories(Path.Combine(Cache, "tuf"))), name);

    private void Spoil(string file)
    {
        var path = FileOf(file);
        var content = File.ReadAllBytes(path);
        content[^10] ^= 1;
        File.WriteAllBytes(path, content);
    }

    private static string Text(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span);
}
