using System.Text;
using System.Text.Json.Nodes;

namespace TrustedPublish.Unit.Sigstore.Tuf;

/// <summary>The update of the root (TUF specification, 5.3).</summary>
public sealed class RootTests : TufTest
{
    private readonly TestKey _firstKey = TestKey.Ecdsa();

    public RootTests() => Repository = new SimulatedRepository(_firstKey);

    [Fact]
    public async Task A_chain_of_roots_is_followed_to_its_end()
    {
        Repository.RotateKeys("root");
        var newKey = Repository.Signers["root"][0];
        Repository.Signers["root"] = [_firstKey, newKey];
        Repository.Sign("root");
        Repository.Signers["root"] = [newKey];
        Repository.Publish("root");
        Assert.Equal(3, (await RefreshAsync()).Root.Version);
        Assert.Equal(["2.root.json", "3.root.json", "4.root.json"], Server.Requests.Take(3));
        Assert.Contains("2.root.json", Store.Files.Keys);
    }

    [Fact]
    public async Task A_root_that_the_old_key_did_not_sign_is_refused()
    {
        Repository.RotateKeys("root");
        await RefusedAsync("root", "0 of the 1 signatures that version 1 needs");
    }

    [Fact]
    public async Task A_root_that_its_own_new_key_did_not_sign_is_refused()
    {
        Repository.RotateKeys("root");
        Repository.Signers["root"] = [_firstKey];
        Repository.Sign("root");
        await RefusedAsync("root", "0 of the 1 signatures that it needs");
    }

    [Fact]
    public async Task The_old_threshold_counts_though_the_new_one_is_lower()
    {
        Repository.Signers["root"] = [TestKey.Ecdsa(), TestKey.Ecdsa()];
        Repository.ListSigners("root", threshold: 2);
        Repository.SetVersion("root", 1);
        Repository.Sign("root");
        Repository.Root = Repository.Files["1.root.json"];
        Repository.ListSigners("root", threshold: 1);
        Repository.Signers["root"].RemoveAt(1);
        Repository.Publish("root");
        await RefusedAsync("root", "1 of the 2 signatures that version 1 needs");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_root_of_another_version_than_the_next_is_refused(int version)
    {
        Repository.SetVersion("root", version);
        Repository.Files["2.root.json"] = Repository.SignedFile("root");
        await RefusedAsync("root", "version 2 was asked for");
    }

    [Fact]
    public async Task An_old_root_may_be_out_of_date_but_the_last_one_may_not()
    {
        Repository.Publish("root");
        Repository.Signed["root"]["expires"] = "2026-06-01T00:00:00Z";
        Repository.Publish("root");
        foreach (var role in (string[])["targets", "snapshot", "timestamp"])
        {
            Repository.Signed[role]["expires"] = "2026-07-01T00:00:00Z";
            Repository.Publish(role);
        }

        Clock.SetUtcNow(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(3, (await RefreshAsync()).Root.Version);
        Clock.SetUtcNow(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await RefusedAsync("root", "it ended on 2026-06-01 00:00 UTC");
        Assert.DoesNotContain("timestamp.json", Server.Requests.TakeLast(1));
    }

    [Fact]
    public async Task An_endless_chain_of_roots_is_followed_for_a_while_and_then_gone_on_without()
    {
        Repository.Signed["root"]["version"] = 1;
        for (var version = 2; version <= 300; version++) Repository.Publish("root");
        Assert.Equal(257, (await RefreshAsync()).Root.Version);
        Assert.Equal("257.root.json", Server.Requests.Last(static request => request.EndsWith("root.json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_first_root_that_is_not_signed_by_itself_is_refused_before_anything_is_asked()
    {
        var root = JsonNode.Parse(Repository.Root.Span)!;
        root["signed"]!["version"] = 7;
        Repository.Root = Encoding.UTF8.GetBytes(root.ToJsonString());
        await RefusedAsync("root", "0 of the 1 signatures");
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Storage_that_answers_403_for_what_it_lacks_ends_the_chain_as_well()
    {
        Server.StatusOfMissing = 403;
        Assert.Equal(1, (await RefreshAsync()).Root.Version);
    }

    [Fact]
    public async Task New_keys_of_the_timestamp_end_a_fast_forward_attack_on_it()
    {
        Repository.SetVersion("timestamp", 1_000_000);
        Repository.Sign("timestamp");
        await RefreshAsync();
        Repository.RotateKeys("timestamp");
        Repository.SetVersion("timestamp", 2);
        Repository.Sign("timestamp");
        await RefreshAsync();
        Assert.Contains("\"version\":2", Encoding.UTF8.GetString(Store.Files["timestamp.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_keys_of_snapshot_and_timestamp_end_a_fast_forward_attack_on_the_snapshot()
    {
        Repository.SetVersion("snapshot", 1_000_000);
        Repository.Sign("snapshot");
        Repository.Publish("timestamp");
        await RefreshAsync();
        Repository.RotateKeys("snapshot", "timestamp");
        Repository.SetVersion("snapshot", 2);
        Repository.Sign("snapshot");
        Repository.Publish("timestamp");
        Assert.Equal(2, (await RefreshAsync()).Snapshot.Version);
    }

    /// <summary>The timestamp's key stays: its kept metadata would still verify, and hold the snapshot's version to the attacker's.</summary>
    [Fact]
    public async Task New_keys_of_the_snapshot_alone_end_it_too()
    {
        Repository.SetVersion("targets", 1_000_000);
        Repository.Sign("targets");
        Repository.SetVersion("snapshot", 1_000_000);
        Repository.Sign("snapshot");
        Repository.Publish("timestamp");
        await RefreshAsync();
        Repository.RotateKeys("snapshot");
        Repository.SetVersion("targets", 2);
        Repository.Sign("targets");
        Repository.SetVersion("snapshot", 2);
        Repository.Sign("snapshot");
        Repository.Publish("timestamp");
        var verified = await RefreshAsync();
        Assert.Equal((2, 2), (verified.Snapshot.Version, verified.Targets.Version));
    }

    [Fact]
    public async Task Metadata_of_a_key_that_is_withdrawn_is_refused_though_it_was_good_before()
    {
        await RefreshAsync();
        Repository.RotateKeys("targets");
        await RefusedAsync("targets", "0 of the 1 signatures");
    }
}
