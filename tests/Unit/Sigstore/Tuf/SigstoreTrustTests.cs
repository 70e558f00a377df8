using TrustedPublish.Core.Failures;
using TrustedPublish.Core.Sigstore.Trust;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Where the trust comes from: a file, the repository, the cache on disk, what is shipped.</summary>
public sealed class SigstoreTrustTests : SigstoreTrustTest
{
    [Fact]
    public async Task Files_that_are_named_win_and_nobody_is_asked()
    {
        var (root, config) = (Folder.File("root.json").FullName, Folder.File("config.json").FullName);
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
        using var trust = Open(Options with { TrustedRootFile = Folder.File("none.json").FullName });
        var failure = await Assert.ThrowsAsync<PublishException>(() => trust.TrustedRootAsync(Stop));
        Assert.Equal(FailureKind.PathNotFound, failure.Kind);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task What_is_shipped_and_still_current_is_not_downloaded()
    {
        Assert.Equal(SimulatedRepository.Content, await RootAsync());
        Assert.Equal(["2.root.json", "timestamp.json"], Server.Requests);
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task A_second_run_asks_for_the_next_root_and_the_timestamp_alone()
    {
        var newer = PublishNewer();
        Assert.Equal(newer, await RootAsync());
        Assert.Equal(["2.root.json", "3.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json"], Server.Requests.Take(5));
        Assert.Equal(newer, await RootAsync());
        Assert.Equal(["3.root.json", "timestamp.json"], Server.Requests);
        Assert.Empty(Warnings);
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

        Assert.Empty(Warnings);
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
        Assert.Empty(Warnings);
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
        Assert.Empty(Warnings);
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
        Assert.Empty(Warnings);
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
        Assert.Equal(Path.Combine(Folder.Path, "TrustedPublish"), CacheFolder.Of(false, false, Folder.Path, "local", "home"));
}
