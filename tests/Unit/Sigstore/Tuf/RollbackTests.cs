using System.Text;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>Rollback, freeze and mix-and-match attacks (TUF specification, 5.4.3 to 5.6.5).</summary>
public sealed class RollbackTests : TufTest
{
    [Fact]
    public async Task An_older_timestamp_is_refused()
    {
        var old = Repository.Files["timestamp.json"];
        Repository.Publish("timestamp");
        await RefreshAsync();
        Repository.Files["timestamp.json"] = old;
        await RefusedAsync("timestamp", "version 2 is known already");
    }

    [Fact]
    public async Task A_newer_timestamp_with_an_older_snapshot_is_refused()
    {
        Repository.Publish("snapshot", "timestamp");
        await RefreshAsync();
        Repository.SetVersion("snapshot", 1);
        Repository.Publish("timestamp");
        await RefusedAsync("timestamp", "version 1 of snapshot, and version 2 is known already");
    }

    [Fact]
    public async Task A_newer_snapshot_with_older_targets_is_refused()
    {
        Repository.Publish("targets", "snapshot", "timestamp");
        await RefreshAsync();
        Repository.SetVersion("targets", 1);
        Repository.Publish("snapshot", "timestamp");
        await RefusedAsync("snapshot", "version 1 of targets.json, and version 2 is known already");
    }

    [Fact]
    public async Task A_newer_snapshot_without_a_role_that_was_there_is_refused()
    {
        Repository.Delegate("targets", "other", ["other/*"]);
        Repository.Publish("other", "targets", "snapshot", "timestamp");
        await RefreshAsync();
        Repository.Signed["snapshot"]["meta"]!.AsObject().Remove("other.json");
        Repository.Publish("snapshot", "timestamp");
        await RefusedAsync("snapshot", "it names other.json no more");
    }

    [Fact]
    public async Task Metadata_that_is_out_of_date_still_guards_against_older_ones()
    {
        var (timestamp, later) = (Repository.Files["timestamp.json"], "2026-12-01T00:00:00Z");
        Repository.Publish("timestamp");
        await RefreshAsync();
        Clock.SetUtcNow(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        Repository.Signed["root"]["expires"] = later;
        Repository.Publish("root");
        Repository.Files["timestamp.json"] = timestamp;
        await RefusedAsync("timestamp", "version 2 is known already");
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task A_role_that_is_out_of_date_is_refused(string role)
    {
        Repository.Signed[role]["expires"] = "2026-01-01T00:00:00Z";
        Repository.Publish("targets", "snapshot", "timestamp");
        await RefusedAsync(role, "(version 2) is refused: it ended on 2026-01-01 00:00 UTC");
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task What_was_good_is_refused_once_it_is_out_of_date(string role)
    {
        foreach (var other in (string[])["root", "targets", "snapshot", "timestamp"])
        {
            Repository.Signed[other]["expires"] = other == role ? "2026-01-08T00:00:00Z" : "2026-02-01T00:00:00Z";
            Repository.Publish(other);
        }

        await RefreshAsync();
        Clock.SetUtcNow(new DateTimeOffset(2026, 1, 7, 23, 59, 59, TimeSpan.Zero));
        await RefreshAsync();
        Clock.SetUtcNow(new DateTimeOffset(2026, 1, 8, 0, 0, 0, TimeSpan.Zero));
        await RefusedAsync(role, "it ended on 2026-01-08 00:00 UTC");
    }

    [Fact]
    public async Task A_second_content_of_one_timestamp_version_is_not_taken()
    {
        await RefreshAsync();
        var kept = Store.Files["timestamp.json"];
        Repository.Signed["timestamp"]["meta"]!["snapshot.json"]!["version"] = 100;
        Repository.Sign("timestamp");
        Assert.Equal(1, (await RefreshAsync()).Snapshot.Version);
        Assert.Equal(kept, Store.Files["timestamp.json"]);
    }

    [Theory]
    [InlineData("snapshot", "timestamp names version 2")]
    [InlineData("targets", "snapshot names version 2")]
    public async Task A_version_other_than_the_one_that_was_named_is_refused(string role, string reason)
    {
        Repository.Publish("targets", "snapshot", "timestamp");
        Repository.Signed[role]["version"] = 3;
        Repository.Files[$"2.{role}.json"] = Repository.SignedFile(role);
        await RefusedAsync(role, reason);
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task A_file_that_is_not_there_is_refused(string role)
    {
        Repository.Files.Remove(Repository.FileName(role));
        await RefusedAsync(role, "no such file");
    }

    [Fact]
    public async Task Targets_that_the_snapshot_does_not_name_are_refused()
    {
        Repository.Signed["snapshot"]["meta"]!.AsObject().Remove("targets.json");
        Repository.Sign("snapshot");
        await RefusedAsync("targets", "version 1 of snapshot doesn't name it");
    }

    [Fact]
    public async Task Hashes_and_lengths_of_metadata_are_held_to()
    {
        Repository.Publish("targets");
        Repository.TellContent("targets");
        Repository.Publish("snapshot");
        Repository.TellContent("snapshot");
        Repository.Publish("timestamp");
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
        // What is kept is held to them as well, and spares the download.
        _ = Server.Requests;
        await RefreshAsync();
        Assert.Equal(["2.root.json", "timestamp.json"], Server.Requests);
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task Another_hash_than_was_signed_is_refused(string role)
    {
        TellWrong(role, "hashes");
        await RefusedAsync(role, "its SHA-256 is another");
    }

    [Theory]
    [InlineData("snapshot", 1, "it is longer than")]
    [InlineData("targets", 1, "it is longer than")]
    [InlineData("snapshot", -1, "bytes long instead of")]
    [InlineData("targets", -1, "bytes long instead of")]
    public async Task Another_length_than_was_signed_is_refused(string role, int longer, string reason)
    {
        TellWrong(role, "length", longer);
        await RefusedAsync(role, reason);
    }

    [Fact]
    public async Task Hashes_of_unknown_algorithms_alone_are_refused()
    {
        Repository.Signed["timestamp"]["meta"]!["snapshot.json"]!["hashes"] = new System.Text.Json.Nodes.JsonObject { ["md5"] = "00" };
        Repository.Publish("timestamp");
        await RefusedAsync("timestamp", "neither SHA-256 nor SHA-512");
    }

    [Theory]
    [InlineData("2.root.json", "root", "512000")]
    [InlineData("timestamp.json", "timestamp", "16384")]
    [InlineData("1.snapshot.json", "snapshot", "2000000")]
    [InlineData("1.targets.json", "targets", "5000000")]
    public async Task Data_without_end_is_cut_off(string file, string role, string limit)
    {
        Server.EndlessFrom = file;
        await RefusedAsync(role, $"it is longer than {limit} bytes");
    }

    [Fact]
    public async Task A_target_without_end_is_cut_off_at_its_length()
    {
        Server.EndlessFrom = Repository.Files.Keys.Single(static file => file.StartsWith("targets/", StringComparison.Ordinal));
        await RefusedAsync(SimulatedRepository.Target, $"it is longer than {SimulatedRepository.Content.Length} bytes", SimulatedRepository.Target);
    }

    [Theory]
    [InlineData("{\"mediaType\":\"a trusted rOOt\"}", "its SHA-256 is another than was signed")]
    [InlineData("{}", "it is 2 bytes long instead of")]
    public async Task Another_content_of_a_target_is_refused_and_not_kept(string content, string reason)
    {
        Repository.Files[Repository.Files.Keys.Single(static file => file.StartsWith("targets/", StringComparison.Ordinal))] = Encoding.UTF8.GetBytes(content);
        await RefusedAsync(SimulatedRepository.Target, reason, SimulatedRepository.Target);
        Assert.DoesNotContain(Store.Files.Keys, static name => name.StartsWith("targets/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_nobody_names_is_refused() =>
        await RefusedAsync("unknown.json", "none of the roles", "unknown.json");

    [Fact]
    public async Task A_target_that_is_named_and_not_there_is_refused()
    {
        Repository.Files.Remove(Repository.Files.Keys.Single(static file => file.StartsWith("targets/", StringComparison.Ordinal)));
        await RefusedAsync(SimulatedRepository.Target, "no such file", SimulatedRepository.Target);
    }

    [Fact]
    public async Task A_redirect_is_no_answer_of_a_repository()
    {
        Server.Status = 302;
        await RefusedAsync("root", "answered 302");
    }

    [Fact]
    public async Task A_repository_without_consistent_snapshots_has_names_without_versions()
    {
        var (key, now) = (TestKey.Ecdsa(), Repository.Signed["root"]);
        now["consistent_snapshot"] = false;
        Repository.Signers["timestamp"].Add(key);
        Repository.Publish("root");
        foreach (var role in (string[])["snapshot", "targets", "timestamp"]) Repository.Sign(role);
        Repository.AddTarget("targets", SimulatedRepository.Target, SimulatedRepository.Content);
        Assert.Equal(SimulatedRepository.Content, await TargetAsync());
        Assert.Equal(["2.root.json", "3.root.json", "timestamp.json", "snapshot.json", "targets.json", "targets/trusted_root.json"], Server.Requests);
    }

    private void TellWrong(string role, string field, int longer = 0)
    {
        foreach (var part in (string[])["targets", "snapshot"])
        {
            Repository.Publish(part);
            Repository.TellContent(part);
            if (part == role)
            {
                var meta = Repository.Signed[role == "snapshot" ? "timestamp" : "snapshot"]["meta"]![$"{role}.json"]!;
                if (field == "length") meta["length"] = meta["length"]!.GetValue<int>() - longer;
                else meta["hashes"]!["sha256"] = new string('0', 64);
            }
        }

        Repository.Publish("timestamp");
    }
}
